// What a screen reads of one room: the shapes the room store holds and the components render.
import type { ClientMessageId, MessageId, RoomCode, UserId } from '../shared/ids'
import type { Burned, MemberRole, Message, NoticeLevel, PresenceState, Room, Self } from '../shared/model'
import type { RefusalCode } from '../shared/refusal'
import type { Timeline } from '../shared/timeline'
import type { Window } from '../shared/timeline-window'
import type { Answer } from './line'
import type { WishedChange } from './outgoing'

/** Why an own message is not stored yet. `expired`: it waited for more than a day, so its author decides. */
export type WaitReason = 'offline' | 'no_answer' | 'expired' | RefusalCode

/** An edit, deletion or reaction that the server has not confirmed. `failed` is a final refusal, for the person to see. */
export type OutgoingChange = WishedChange
/** One that is stored, until the log as it is held here shows it too. */
export type StoredChange = { change: WishedChange; rev: number }

/** An own message on its way. `startedAt` is the browser's clock in milliseconds, for showing it, never for order. */
export type OutgoingMessage = {
  clientMessageId: ClientMessageId
  body: string
  replyTo?: MessageId
  startedAt: number
} & (
  | { status: 'pending' }
  /** Still resent by itself, but it took so long that the person is told why and may act. */
  | { status: 'delayed'; reason: WaitReason }
  /** A final refusal: it will not be resent by itself. */
  | { status: 'failed'; reason: WaitReason }
)

/** A line of this visit about who came, went or took another name. It is never part of the log. */
export type Notice = { id: string; userId: UserId; name: string; at: number; afterSeq: number } & (
  | { kind: 'joined' | 'left' }
  | { kind: 'renamed'; before: string }
)

export type RosterMember = { userId: UserId; name: string; role: MemberRole; state: PresenceState; lastSeenAt: number }

export type Connection =
  | { kind: 'connected'; wasAway: boolean }
  /** `since`: when the connection was lost, browser clock, milliseconds. */
  | { kind: 'connecting'; since: number }
  /** The server will not have this connection; only a reload or a new join helps. */
  | { kind: 'refused'; code: RefusalCode }

export type PageLoad = 'idle' | 'loading' | 'failed'

export type RoomState = {
  room: Room
  /** With how far this person has read, as far as this tab knows. */
  self: Self
  /** The log up to its live end. */
  timeline: Timeline
  /** Where a jump led, away from the live end; the screen shows it in place of the timeline. */
  history?: Window | undefined
  /** What the screen shows of the log: the timeline or the history, with own changes already made. */
  shown: readonly Message[]
  /** The unread divider stands before the first message of another after this seq. Fixed for the visit. */
  dividerAfter?: number | undefined
  outbox: readonly OutgoingMessage[]
  changes: readonly OutgoingChange[]
  stored: readonly StoredChange[]
  /** Present first. `count` is how many are present or away; the list may be cut in very large rooms. */
  roster: { version: number; count: number; list: readonly RosterMember[] }
  /** Who is typing now, without oneself. */
  typing: readonly UserId[]
  notices: readonly Notice[]
  connection: Connection
  olderPages: PageLoad
  newerPages: PageLoad
  /** Set while sending is held back by the rate limit: browser clock, milliseconds. */
  heldUntil?: number | undefined
  /** The server cannot store what was written here: one reads on, and it goes out when there is room again. */
  isStorageFull: boolean
  /** Why this person can no longer be here. */
  ended?: 'left' | 'removed' | 'closed' | 'session_ended' | undefined
}

/** What a jump came to. `gone`: the room has no such message. */
export type Jump = 'shown' | 'gone' | 'failed'

/** A room as the screen uses it. One store per room and tab; it reads and writes through the one socket. */
export type RoomStore = {
  getState(): RoomState
  subscribe(listener: () => void): () => void
  /** Starts watching the room; the returned function stops. */
  start(): () => void
  /** The room comes on the screen: places the unread divider. */
  openVisit(): void
  clearDivider(): void
  /** Queues a message; it is in `outbox` before this returns. The text must not be blank. */
  send(body: string, replyTo?: MessageId): void
  edit(messageId: MessageId, body: string): void
  /** Deletes a message, soon: the id takes it back by `drop`. */
  remove(messageId: MessageId): string | undefined
  react(messageId: MessageId, emoji: string, on: boolean): void
  /** Sends a delayed or failed message or change again, now. */
  retry(id: string): void
  /** Takes back a change that has not gone out, or forgets one that failed. */
  drop(id: string): void
  /** Gives a message up. Should it have been stored after all, it is deleted when it arrives. */
  discard(id: ClientMessageId): void
  /** Loads the page before or after what is shown. Safe to call again while one is under way. */
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Shows a message with what stands around it. */
  jumpTo(messageId: MessageId): Promise<Jump>
  /** Shows the live end again. */
  showLatest(): void
  /** Notes that everything up to this seq was read. It never goes back. */
  markRead(seq: number): void
  search(query: string, beforeSeq?: number): Promise<Answer<{ messages: Message[]; hasMore: boolean }>>
  rename(name: string): Promise<Answer<{ name: string }>>
  burn(): Promise<Answer<Burned>>
  /** Gives the room a new code. */
  rotateCode(): Promise<Answer<{ code: RoomCode }>>
  setLevel(level: NoticeLevel): Promise<Answer<unknown>>
  /** Says that the person is typing; throttled inside. */
  typing(): void
  stopTyping(): void
}
