import type { MessageId } from '#lib/shared/ids'

/** Jumps to a message, and has the address name it, so that a copy of the address leads there too. [E50] */
export function pickMessage(id: MessageId, jumpTo: (id: MessageId) => void): void {
  history.replaceState(null, '', `?m=${id}`)
  jumpTo(id)
}
