// What a screen reads of one room: the shapes the room store holds and the components render.
import type { ClientMessageId, MessageId, UserId } from '../shared/ids'
import type { EnteredRoom, MemberRole, PresenceState, Room } from '../shared/protocol'
import type { RefusalCode } from '../shared/refusal'
import type { Timeline } from '../shared/timeline'

/** Why an own message is not stored yet. */
export type WaitReason = 'offline' | 'no_answer' | RefusalCode

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

/** A line of this visit about who came and went. It is never part of the log. */
export type Notice = { id: string; kind: 'joined' | 'left'; userId: UserId; name: string; at: number; afterSeq: number }

export type RosterMember = { userId: UserId; name: string; role: MemberRole; state: PresenceState; lastSeenAt: number }

export type Connection =
  | { kind: 'connected'; wasAway: boolean }
  /** `since`: when the connection was lost, browser clock, milliseconds. */
  | { kind: 'connecting'; since: number }
  /** The server will not have this connection; only a reload or a new join helps. */
  | { kind: 'refused'; code: RefusalCode }

export type RoomState = {
  room: Room
  self: EnteredRoom['self']
  timeline: Timeline
  outbox: readonly OutgoingMessage[]
  /** Present first. `count` is how many are present or away; the list may be cut in very large rooms. */
  roster: { version: number; count: number; list: readonly RosterMember[] }
  /** Who is typing now, without oneself. */
  typing: readonly UserId[]
  notices: readonly Notice[]
  connection: Connection
  olderPages: 'idle' | 'loading' | 'failed'
  /** Set while sending is held back by the rate limit: browser clock, milliseconds. */
  heldUntil?: number | undefined
  /** Why this person can no longer be here. */
  ended?: 'left' | 'removed' | 'closed' | 'session_ended'
}

/** A room as the screen uses it. One store per room and tab; it reads and writes through the one socket. */
export type RoomStore = {
  getState(): RoomState
  subscribe(listener: () => void): () => void
  /** Starts watching the room; the returned function stops. */
  start(): () => void
  /** Queues a message; it is in `outbox` before this returns. The text must not be blank. */
  send(body: string, replyTo?: MessageId): void
  /** Sends a delayed or failed message again, now. */
  retry(id: ClientMessageId): void
  /** Gives a message up. Should it have been stored after all, it is deleted when it arrives. */
  discard(id: ClientMessageId): void
  /** Loads the page before the window. Safe to call again while one is under way. */
  loadOlder(): Promise<void>
  /** Says that the person is typing; throttled inside. */
  typing(): void
  stopTyping(): void
}
