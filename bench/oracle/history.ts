// Histories: what every virtual client and the harness saw and did, one JSON line each, on one clock.
import { z } from 'zod'

const itemSchema = z.object({
  id: z.string(),
  clientMessageId: z.string(),
  seq: z.int(),
  rev: z.int(),
  /** Of body, deletion and reactions. */
  hash: z.string(),
})

/** `t`: milliseconds on the harness's own monotonic clock. `client` is one tab, `member` the person behind it. */
const base = z.object({ t: z.number(), client: z.string(), member: z.string(), node: z.string(), room: z.string() })

const changeOps = ['send', 'edit', 'delete', 'react'] as const
/** `key`: the client message id of a post; of another change what is asked, so that a repeat has the same one. */
const change = base.extend({ key: z.string(), hash: z.string() })
const answer = base.extend({ of: z.enum(changeOps), key: z.string() })
const received = base.extend({ items: z.array(itemSchema), cursor: z.int() })

export const recordSchema = z.discriminatedUnion('op', [
  change.extend({ op: z.literal('send') }),
  change.extend({ op: z.literal('edit') }),
  change.extend({ op: z.literal('delete') }),
  change.extend({ op: z.literal('react') }),
  /** `hash`: of the body that was acknowledged; empty where there is none. */
  answer.extend({ op: z.literal('ack'), id: z.string(), seq: z.int(), rev: z.int(), hash: z.string() }),
  answer.extend({ op: z.literal('refusal'), code: z.string() }),
  answer.extend({ op: z.literal('timeout') }),
  /** A live event, the answer to a catch-up or a page, and a snapshot that replaces what was held. */
  received.extend({ op: z.literal('event') }),
  received.extend({ op: z.literal('catchup') }),
  received.extend({ op: z.literal('reset') }),
  /** The list on the screen changed: from place `at` on `cut` items went and `items` came. `waiting`: the outbox. */
  base.extend({
    op: z.literal('render'),
    at: z.int(),
    cut: z.int(),
    items: z.array(itemSchema),
    cursor: z.int(),
    /** Nothing below this seq is held. */
    floor: z.int(),
    isConnected: z.boolean(),
    waiting: z.array(z.string()),
  }),
  base.extend({ op: z.literal('join') }),
  base.extend({ op: z.literal('leave') }),
  base.extend({ op: z.literal('kick') }),
  base.extend({ op: z.literal('connect') }),
  base.extend({ op: z.literal('disconnect') }),
  base.extend({ op: z.literal('drain') }),
  /** The tab was closed on purpose: nothing is expected of it any more. */
  base.extend({ op: z.literal('close') }),
  /** The fault is over, and the room stood at this head. */
  base.extend({ op: z.literal('heal'), head: z.int() }),
])

export type HistoryRecord = z.infer<typeof recordSchema>
export type HistoryItem = z.infer<typeof itemSchema>
export type ChangeOp = (typeof changeOps)[number]

/** One line each. */
export function writeHistory(records: readonly HistoryRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

/** @throws ZodError at a line that is no record */
export function readHistory(lines: string): HistoryRecord[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => recordSchema.parse(JSON.parse(line)))
}

type Content = {
  body: string
  deletedAt?: number
  reactions?: readonly { emoji: string; userIds: readonly string[] }[]
}

/** What a message says, in 53 bits: equal for two readers who see the same. */
export function hashContent({ body, deletedAt, reactions = [] }: Content): string {
  const chips = reactions
    .filter(({ userIds }) => userIds.length > 0)
    .map(({ emoji, userIds }) => `${emoji}${[...userIds].sort().join()}`)
    .sort()
  return hashText(`${deletedAt === undefined ? body : '†'}\n${chips.join('\n')}`)
}

/** FNV-1a twice, with different beginnings: quick, and good enough to tell bodies of a test apart. */
export function hashText(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
  }
  return ((low >>> 0) * 2 ** 21 + ((high >>> 0) & 0x1fffff)).toString(36)
}
