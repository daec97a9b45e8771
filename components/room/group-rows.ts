// Turns what the room store holds into the rows of the list: days, groups, notices, tombstones. Pure.
import type { Notice, OutgoingMessage } from '#lib/client/room-state'
import type { MessageId } from '#lib/shared/ids'
import type { EnteredRoom, Message } from '#lib/shared/model'
import { mergeNotices, type NoticeLine } from './merge-notices'

/** The one-liner above a reply. `unknown`: what is replied to is not loaded. */
export type Quote =
  | { kind: 'known'; id: MessageId; author: Message['author']; text: string; isDeleted: boolean }
  | { kind: 'unknown'; id: MessageId }

export type Row =
  | { kind: 'day'; key: string; at: number }
  /** Before the first message of another that was not read when the visit began. */
  | { kind: 'divider'; key: string }
  | { kind: 'notice'; key: string; lines: NoticeLine[] }
  | { kind: 'message'; key: string; message: Message; isFirst: boolean; quote?: Quote }
  | { kind: 'outgoing'; key: string; outgoing: OutgoingMessage; isFirst: boolean; quote?: Quote }

export type RowInput = {
  messages: readonly Message[]
  reachedStart: boolean
  /** The seq after which the unread divider stands, if there is one. */
  dividerAfter?: number | undefined
  outbox: readonly OutgoingMessage[]
  notices: readonly Notice[]
  self: Pick<EnteredRoom['self'], 'userId'>
  /** The day a moment belongs to, in the zone that is shown, such as "2026-11-21". */
  dayOf: (at: number) => string
}

/** Messages of one author this close to each other stand under one name. [E22] */
const GROUP_MS = 5 * 60_000

// The client chooses its message ids, so two people may hold the same one.
function keyOf(authorId: string, clientMessageId: string): string {
  return `${authorId}:${clientMessageId}`
}

function quoteOf(id: MessageId | undefined, message: Message | undefined): { quote?: Quote } {
  if (id === undefined) return {}
  if (!message) return { quote: { kind: 'unknown', id } }
  const { author, body, deletedAt } = message
  return { quote: { kind: 'known', id, author, text: body, isDeleted: deletedAt !== undefined } }
}

/** Deleted messages are gone, but for those that another loaded message replies to. [E28] */
function shownOf(messages: readonly Message[], outbox: readonly OutgoingMessage[]): Message[] {
  const living = messages.filter(({ deletedAt }) => deletedAt === undefined)
  const repliedTo = new Set([...living, ...outbox].map(({ replyTo }) => replyTo))
  return messages.filter(({ id, deletedAt }) => deletedAt === undefined || repliedTo.has(id))
}

/** Puts rows one below the other and knows what the next one continues. */
function createRowList(dayOf: RowInput['dayOf']) {
  const rows: Row[] = []
  const days = new Set<string>()
  let day: string | undefined
  let last: { authorId: string; at: number } | undefined

  return {
    rows,
    addNotices(due: readonly Notice[]) {
      const [first] = due
      if (!first) return
      rows.push({ kind: 'notice', key: `notice:${first.id}`, lines: mergeNotices(due) })
      last = undefined
    },
    addDay(at: number) {
      const next = dayOf(at)
      if (next === day) return
      // The server's clock may have been set back over midnight: the same day twice, under two keys.
      rows.push({ kind: 'day', key: days.has(next) ? `day:${next}:${at}` : `day:${next}`, at })
      days.add(next)
      day = next
      last = undefined
    },
    addDivider() {
      rows.push({ kind: 'divider', key: 'divider' })
      last = undefined
    },
    /** Whether a message starts a group of its own; notes it as the last one. */
    startsGroup(authorId: string, at: number, isReply: boolean): boolean {
      const continues = last?.authorId === authorId && Math.abs(at - last.at) < GROUP_MS
      last = { authorId, at }
      return isReply || !continues
    },
    isLaterDay: (at: number) => day === undefined || dayOf(at) > day,
  }
}

export function groupRows({ messages, reachedStart, dividerAfter, outbox, notices, self, dayOf }: RowInput): Row[] {
  const list = createRowList(dayOf)
  // Where what was read last is not loaded, the divider would stand in the wrong place.
  const isPlaced = dividerAfter !== undefined && (reachedStart || (messages[0]?.seq ?? 0) <= dividerAfter)
  let divideAfter = isPlaced ? dividerAfter : undefined
  const byId = new Map(messages.map((message) => [message.id, message]))
  const quoted = (id: Message['replyTo']) => quoteOf(id, id === undefined ? undefined : byId.get(id))
  const floor = reachedStart ? 0 : (messages[0]?.seq ?? 0)
  const waiting = notices.filter(({ afterSeq }) => afterSeq >= floor).sort((a, b) => a.afterSeq - b.afterSeq)
  const stored = new Set<string>()

  for (const message of shownOf(messages, outbox)) {
    const { author, seq, postedAt, replyTo } = message
    const due = waiting.findIndex(({ afterSeq }) => afterSeq >= seq)
    list.addNotices(waiting.splice(0, due === -1 ? waiting.length : due))
    list.addDay(postedAt)
    if (divideAfter !== undefined && seq > divideAfter && author.id !== self.userId) {
      list.addDivider()
      divideAfter = undefined
    }
    const key = keyOf(author.id, message.clientMessageId)
    const isFirst = list.startsGroup(author.id, postedAt, replyTo !== undefined)
    stored.add(key)
    list.rows.push({ kind: 'message', key, message, isFirst, ...quoted(replyTo) })
  }
  list.addNotices(waiting)

  for (const outgoing of outbox) {
    const { clientMessageId, startedAt, replyTo } = outgoing
    const key = keyOf(self.userId, clientMessageId)
    if (stored.has(key)) continue
    if (list.isLaterDay(startedAt)) list.addDay(startedAt)
    const isFirst = list.startsGroup(self.userId, startedAt, replyTo !== undefined)
    list.rows.push({ kind: 'outgoing', key, outgoing, isFirst, ...quoted(replyTo) })
  }
  return list.rows
}
