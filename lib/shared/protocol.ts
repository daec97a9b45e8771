// The wire, for both sides: every command, every event and their shapes. No other file names one.
// The rules stand, numbered, in docs/protocol.md.
import type { ClientMessageId, InviteId, MessageId, RoomCode, RoomId, UserId } from './ids'
import type { RefusalCode, RefusalDetail } from './refusal'

/** Raised when an old client can no longer talk to a new server; the handshake then answers `outdated`. */
export const PROTOCOL_VERSION = 1
export const SOCKET_PATH = '/socket.io'

export const Command = {
  roomEnter: 'room:enter',
  roomLeave: 'room:leave',
  roomCatchUp: 'room:catch-up',
  roomRead: 'room:read',
  messagePage: 'message:page',
  messageSend: 'message:send',
  messageEdit: 'message:edit',
  messageDelete: 'message:delete',
  messageReact: 'message:react',
  presenceReport: 'presence:report',
  typingStart: 'typing:start',
  typingStop: 'typing:stop',
  inviteSend: 'invite:send',
  inviteAccept: 'invite:accept',
  inviteDecline: 'invite:decline',
  inviteWithdraw: 'invite:withdraw',
} as const

export const Event = {
  roomAdvanced: 'room:advanced',
  roomHeads: 'room:heads',
  roomUpdated: 'room:updated',
  roomClosed: 'room:closed',
  presenceChanged: 'presence:changed',
  typingChanged: 'typing:changed',
  inviteReceived: 'invite:received',
  inviteSent: 'invite:sent',
  inviteResolved: 'invite:resolved',
  memberRemoved: 'member:removed',
  serverDraining: 'server:draining',
} as const

export type Reaction = { emoji: string; userIds: UserId[] }

export type Message = {
  id: MessageId
  roomId: RoomId
  /** The rev at which it was posted: its place in the room. */
  seq: number
  /** The rev of its last change. */
  rev: number
  clientMessageId: ClientMessageId
  /** The name as it was when the message was posted. */
  author: { id: UserId; name: string }
  /** Empty once deleted. */
  body: string
  /** Milliseconds since the Unix epoch, on the server's clock; so are all times here. */
  postedAt: number
  editedAt?: number
  deletedAt?: number
  replyTo?: MessageId
  reactions?: Reaction[]
}

/**
 * "In the revs after `since` up to `upto` these messages changed; this is how they are now; the room stands at `head`."
 * Live events, catch-up and the answer to `room:enter` all have this shape. With `reset` the messages are the newest
 * page and replace whatever the client held of the room; `since` is then the cursor that was asked with.
 */
export type Advance = {
  roomId: RoomId
  since: number
  upto: number
  head: number
  messages: Message[]
  reset?: true
}

/** One page of older or newer messages, by seq ascending. */
export type Page = { messages: Message[]; reachedStart: boolean; reachedEnd: boolean }

export type Person = { id: UserId; name: string }

export type Room =
  | { kind: 'lobby'; id: RoomId; code: RoomCode; title: string }
  | { kind: 'group'; id: RoomId; code: RoomCode; title: string }
  /** `hasLeft` is the other one's standing. */
  | { kind: 'private'; id: RoomId; other: Person & { hasLeft: boolean } }

/** present: a visible connection; away: only hidden ones; absent: none within the grace time. */
export type PresenceState = 'present' | 'away' | 'absent'

export type MemberRole = 'host' | 'member'

export type Member = {
  userId: UserId
  name: string
  role: MemberRole
  state: PresenceState
  /** When a connection of theirs was last seen. */
  lastSeenAt: number
}

/** Who is here, whole. A gap in `version` against `presence:changed` asks for it again by `room:enter`. */
export type Roster = { version: number; count: number; list: Member[] }

export type PresenceChange = {
  userId: UserId
  name: string
  state: PresenceState
  role: MemberRole
  lastSeenAt: number
  /** No member any more, and so on no list. */
  hasLeft?: true
}

export type InviteState = 'pending' | 'accepted' | 'declined' | 'withdrawn' | 'expired'

/** An invite as its reader may see it: an inviter sees `pending` until expiry whatever short of Accept was answered. */
export type Invite = {
  id: InviteId
  roomId: RoomId
  inviter: Person
  invitee: Person
  note?: string
  expiresAt: number
} & ({ state: 'accepted'; privateId: RoomId } | { state: Exclude<InviteState, 'accepted'> })

export type EnteredRoom = {
  room: Room
  self: { userId: UserId; name: string; role: MemberRole }
  members: Roster
  advance: Advance
}

/** Every command's payload and the value of its positive ack. */
export type Commands = {
  [Command.roomEnter]: {
    payload: { code: RoomCode; cursor?: number } | { roomId: RoomId; cursor?: number }
    value: EnteredRoom
  }
  [Command.roomLeave]: { payload: { roomId: RoomId }; value: Empty }
  [Command.roomCatchUp]: { payload: { roomId: RoomId; cursor: number }; value: Advance }
  [Command.roomRead]: { payload: { roomId: RoomId; seq: number }; value: Empty }
  [Command.messagePage]: { payload: { roomId: RoomId; limit: number } & PageAnchor; value: Page }
  [Command.messageSend]: {
    payload: { roomId: RoomId; clientMessageId: ClientMessageId; body: string; replyTo?: MessageId }
    value: { id: MessageId; seq: number; rev: number; postedAt: number }
  }
  [Command.messageEdit]: { payload: { roomId: RoomId; messageId: MessageId; body: string }; value: { rev: number } }
  [Command.messageDelete]: { payload: { roomId: RoomId; messageId: MessageId }; value: { rev: number } }
  [Command.messageReact]: {
    payload: { roomId: RoomId; messageId: MessageId; emoji: string; on: boolean }
    value: { rev: number }
  }
  [Command.presenceReport]: { payload: { visible: boolean }; value: Empty }
  [Command.typingStart]: { payload: { roomId: RoomId }; value: Empty }
  [Command.typingStop]: { payload: { roomId: RoomId }; value: Empty }
  [Command.inviteSend]: {
    payload: { roomId: RoomId; userId: UserId; note?: string }
    value: { inviteId: InviteId; expiresAt: number }
  }
  [Command.inviteAccept]: { payload: { inviteId: InviteId }; value: { privateId: RoomId } }
  [Command.inviteDecline]: { payload: { inviteId: InviteId }; value: Empty }
  [Command.inviteWithdraw]: { payload: { inviteId: InviteId }; value: Empty }
}

export type Empty = Record<string, never>
export type PageAnchor = { beforeSeq: number } | { afterSeq: number } | { aroundSeq: number }
export type CommandName = keyof Commands
export type Payload<N extends CommandName> = Commands[N]['payload']
export type Value<N extends CommandName> = Commands[N]['value']

export type Refused = { ok: false; code: RefusalCode } & RefusalDetail
export type Ack<V> = { ok: true; value: V } | Refused

export type Events = {
  [Event.roomAdvanced]: Advance
  [Event.roomHeads]: Record<RoomId, number>
  [Event.roomUpdated]: Room
  [Event.roomClosed]: { roomId: RoomId; reason: string }
  [Event.presenceChanged]: { roomId: RoomId; version: number; count: number; changes: PresenceChange[] }
  [Event.typingChanged]: { roomId: RoomId; userIds: UserId[] }
  /** To the invitee: an invite that waits for an answer. */
  [Event.inviteReceived]: Invite
  /** To the inviter, in every tab: an invite that waits for an answer as far as they can tell. */
  [Event.inviteSent]: Invite
  [Event.inviteResolved]: Invite
  [Event.memberRemoved]: { roomId: RoomId; reason: 'left' | 'removed' }
  [Event.serverDraining]: { reconnectInMs: number }
}

export type EventName = keyof Events

/** Socket.IO's map of what a client may emit. */
export type ClientToServer = { [N in CommandName]: (payload: Payload<N>, ack: (answer: Ack<Value<N>>) => void) => void }
/** Socket.IO's map of what a server may emit. */
export type ServerToClient = { [N in EventName]: (payload: Events[N]) => void }

export type Handshake = { v: number; ticket?: string }
