// What the log tells of an error: kind, code and place, and of its words only those that can hold no value. Databases
// and parsers quote what people wrote: in `detail`, in `where`, and in the message itself.
import { plainText } from './plain-text'

export type ToldError = {
  type: string
  message?: string
  frames?: string[]
  cause?: ToldError
  /** Words of the database's and the system's own, such as `code` or `constraint`. */
  [own: string]: unknown
}

/** Properties that name things of ours or of the system's. Postgres: https://www.postgresql.org/docs/current/protocol-error-fields.html */
const NAMING = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'syscall', 'digest']
const NAME = /^[\w.:-]{1,64}$/
/** From the first quotation mark of any language to the last: a value may hold quotation marks itself. */
const QUOTED = /["'`«»„“”‚‘’].*["'`«»„“”‚‘’]/su
/** The sentences of databases that hold names of ours at most; of any other sentence the code must do. */
const SAID_BY_DATABASES =
  /^(database is locked|database or disk is full|disk I\/O error|database disk image is malformed|attempt to write a readonly database|no such (table|column): [\w.]{1,64}|(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(: [\w., ]{1,200})?)$/
const FRAME = /^\s+at .+$/
const MOST_FRAMES = 12
const MOST_CAUSES = 3

export function tellError(error: unknown, depth = 0): ToldError {
  if (!(error instanceof Error)) return { type: typeof error }
  const names = NAMING.flatMap((key) => {
    const value: unknown = Reflect.get(error, key)
    return typeof value === 'string' && NAME.test(value) ? [[key, value] as const] : []
  })
  const hasCause = error.cause !== undefined && depth < MOST_CAUSES
  return {
    type: NAME.test(error.name) ? error.name : 'Error',
    message: messageOf(error),
    ...Object.fromEntries(names),
    frames: framesOf(error),
    ...(hasCause ? { cause: tellError(error.cause, depth + 1) } : {}),
  }
}

function messageOf(error: Error): string {
  const isOfDatabase = error.name === 'SqliteError' || 'severity' in error
  if (isOfDatabase && !SAID_BY_DATABASES.test(error.message)) return '…'
  return withoutValues(error.message)
}

/** A sentence of a library without what it quotes. */
export function withoutValues(text: string): string {
  return plainText(text.replace(QUOTED, '…'))
}

/** Where it happened. The head of a stack repeats the message, over as many lines as that has. */
function framesOf({ message, stack = '' }: Error): string[] {
  const at = message === '' ? -1 : stack.indexOf(message)
  const lines = stack.slice(at === -1 ? 0 : at + message.length).split('\n')
  const from = lines.findLastIndex((line) => !FRAME.test(line)) + 1
  const frames = lines.slice(from).map((line) => plainText(line.trim().slice('at '.length)))
  return frames.filter((frame) => !frame.includes('node:internal')).slice(0, MOST_FRAMES)
}
