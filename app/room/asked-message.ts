import { isId, type MessageId } from '#lib/shared/ids'

/** The message that an address such as `/room/QF7K-2D9M?m=ID` names. */
export function askedMessage({ m }: Record<string, string | string[] | undefined>): MessageId | undefined {
  return typeof m === 'string' && isId(m) ? (m as MessageId) : undefined
}

/** The same as it stands in an address, such as "?m=ID"; nothing where none was named. */
export function queryOf(message: MessageId | undefined): string {
  return message === undefined ? '' : `?m=${message}`
}
