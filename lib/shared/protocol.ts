// The wire, for both sides: every command, every event and their shapes. No other file names one.
// The rules stand, numbered, in docs/protocol.md.
import type { ClientMessageId, InviteId, MessageId, RoomCode, RoomId, UserId } from './ids'
import type {
  Advance,
  Burned,
  EnteredRoom,
  Invite,
  ListedRoom,
  Message,
  NoticeLevel,
  Page,
  PresenceChange,
  Room,
  Silence,
  SilenceKind,
  Stirred,
} from './model'
import type { RefusalCode, RefusalDetail } from './refusal'

/** Raised when an old client can no longer talk to a new server; the handshake then answers `outdated`. */
export const PROTOCOL_VERSION = 1
export const SOCKET_PATH = '/socket.io'

export const Command = {
  roomEnter: 'room:enter',
  roomLeave: 'room:leave',
  roomCatchUp: 'room:catch-up',
  roomRead: 'room:read',
  roomList: 'room:list',
  roomLevel: 'room:level',
  roomBurn: 'room:burn',
  roomRotate: 'room:rotate',
  memberRename: 'member:rename',
  messagePage: 'message:page',
  messageSearch: 'message:search',
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
  personSilence: 'person:silence',
} as const

export const Event = {
  roomAdvanced: 'room:advanced',
  roomHeads: 'room:heads',
  roomUpdated: 'room:updated',
  roomClosed: 'room:closed',
  roomStirred: 'room:stirred',
  presenceChanged: 'presence:changed',
  typingChanged: 'typing:changed',
  inviteReceived: 'invite:received',
  inviteSent: 'invite:sent',
  inviteResolved: 'invite:resolved',
  silencesChanged: 'silences:changed',
  memberRemoved: 'member:removed',
  serverDraining: 'server:draining',
  serverTime: 'server:time',
} as const

/** Every command's payload and the value of its positive ack. */
export type Commands = {
  [Command.roomEnter]: {
    payload: { code: RoomCode; cursor?: number } | { roomId: RoomId; cursor?: number }
    value: EnteredRoom
  }
  [Command.roomLeave]: { payload: { roomId: RoomId }; value: Empty }
  [Command.roomCatchUp]: { payload: { roomId: RoomId; cursor: number }; value: Advance }
  [Command.roomRead]: { payload: { roomId: RoomId; seq: number }; value: Empty }
  [Command.roomList]: { payload: Empty; value: { rooms: ListedRoom[]; silences: Silence[] } }
  [Command.roomLevel]: { payload: { roomId: RoomId; level: NoticeLevel }; value: Empty }
  /** Destroys every message of a private chat, for both. */
  [Command.roomBurn]: { payload: { roomId: RoomId }; value: Burned }
  /** Gives a room a new code; for its host. The old one opens nothing any more. */
  [Command.roomRotate]: { payload: { roomId: RoomId }; value: { code: RoomCode } }
  [Command.memberRename]: { payload: { roomId: RoomId; name: string }; value: { name: string } }
  /** Newest first; `beforeSeq` asks for the hits before the last one of the answer before. */
  [Command.messageSearch]: {
    payload: { roomId: RoomId; query: string; beforeSeq?: number }
    value: { messages: Message[]; hasMore: boolean }
  }
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
  [Command.personSilence]: { payload: { userId: UserId; kind: SilenceKind; on: boolean }; value: Empty }
}

export type Empty = Record<string, never>
/** `aroundId` is refused with `not_found` where the room has no such message. */
export type PageAnchor = { beforeSeq: number } | { afterSeq: number } | { aroundSeq: number } | { aroundId: MessageId }
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
  /** To every connection of every member, watching or not, at most once a second and room: there are new messages. */
  [Event.roomStirred]: Stirred
  [Event.presenceChanged]: { roomId: RoomId; version: number; count: number; changes: PresenceChange[] }
  [Event.typingChanged]: { roomId: RoomId; userIds: UserId[] }
  /** To the invitee: an invite that waits for an answer. */
  [Event.inviteReceived]: Invite
  /** To the inviter, in every tab: an invite that waits for an answer as far as they can tell. */
  [Event.inviteSent]: Invite
  [Event.inviteResolved]: Invite
  /** To the own connections: all of one's silences as they are now. */
  [Event.silencesChanged]: { silences: Silence[] }
  [Event.memberRemoved]: { roomId: RoomId; reason: 'left' | 'removed' }
  [Event.serverDraining]: { reconnectInMs: number }
  /** To a fresh connection: what time it is, for whoever's clock is wrong. */
  [Event.serverTime]: { now: number }
}

export type EventName = keyof Events

/** Socket.IO's map of what a client may emit. */
export type ClientToServer = { [N in CommandName]: (payload: Payload<N>, ack: (answer: Ack<Value<N>>) => void) => void }
/** Socket.IO's map of what a server may emit. */
export type ServerToClient = { [N in EventName]: (payload: Events[N]) => void }

/** `as`: whom the page was made for. */
export type Handshake = { v: number; as?: string; ticket?: string }
