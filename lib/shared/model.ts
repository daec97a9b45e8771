// What travels: the shapes of a room, its people and its log, as both sides hold them.
import type { ClientMessageId, InviteId, MessageId, RoomCode, RoomId, UserId } from './ids'

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
  /** `hasLeft` is the other one's standing. `burned` is the receipt of the last time the messages were destroyed. */
  | { kind: 'private'; id: RoomId; other: Person & { hasLeft: boolean }; burned?: Burned }

/** Who destroyed the messages of a private chat for both, when, and how many there were. */
export type Burned = { by: UserId; at: number; messages: number }

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
  /** As it was when the node they are connected to was heard last. */
  stale?: true
}

/** Who is here, whole. A gap in `version` against `presence:changed` asks for it again by `room:enter`. */
export type Roster = { version: number; count: number; list: Member[] }

export type PresenceChange = {
  userId: UserId
  name: string
  state: PresenceState
  role: MemberRole
  lastSeenAt: number
  /** As it was when the node they are connected to was heard last; a change without it says that it is heard again. */
  stale?: true
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

/** What a member wants to be told of: every message, those that name them, or none. */
export type NoticeLevel = 'all' | 'mentions' | 'nothing'

/**
 * mute: their messages make no noise for me; block: their messages are folded for me, and no invite of theirs reaches
 * me. The other can tell neither.
 */
export type SilenceKind = 'mute' | 'block'
export type Silence = { userId: UserId; name: string; kind: SilenceKind }

/** One of my rooms, as a list of them shows it. */
export type ListedRoom = {
  room: Room
  level: NoticeLevel
  readSeq: number
  /** Living messages of others after `readSeq`, at most `SIZES.unreadCounted`. */
  unread: number
  /** Whether one of the unread ones names me. */
  isMentioned: boolean
  /** When the last message was posted; when I joined where there is none. */
  lastPostedAt: number
}

/** `readSeq`: how far this member has read, as the server keeps it. */
export type Self = { userId: UserId; name: string; role: MemberRole; readSeq: number; level: NoticeLevel }

export type EnteredRoom = {
  room: Room
  self: Self
  members: Roster
  advance: Advance
}

/** What was posted in a room within a second, in short. `mentioned` are those it names, at most `SIZES.mentionsTold`. */
export type Stirred = {
  roomId: RoomId
  /** The highest seq posted. */
  upto: number
  postedAt: number
  /** Who posted how many. */
  posts: { userId: UserId; count: number }[]
  mentioned: UserId[]
  /** Set where one of them names everybody: all members are meant, listed or not. */
  namesAll?: true
  /** The last of them: its beginning, as plain text of at most 140 graphemes. */
  last: { author: Person; text: string }
}
