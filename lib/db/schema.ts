// The tables, as Kysely sees them. Times are integer milliseconds since the Unix epoch; flags are 0 or 1, so that
// both databases read the same.
import type { ColumnType, Generated } from 'kysely'
import type { ClientMessageId, InviteId, MessageId, RoomCode, RoomId, SessionId, UserId } from '../shared/ids'
import type { InviteState, MemberRole, NoticeLevel, SilenceKind } from '../shared/model'

/** Postgres returns bigint as text unless told otherwise; `open` tells it, so every bigint reads as a number. */
type Millis = number
type OnInsert<T> = ColumnType<T, T, never>

export type UsersTable = {
  id: OnInsert<UserId>
  kind: OnInsert<'guest' | 'github'>
  /** The provider's own id of a signed-in person; null for guests. */
  provider_id: OnInsert<string | null>
  name: string
  created_at: OnInsert<Millis>
  last_seen_at: Millis
}

export type SessionsTable = {
  /** SHA-256 of the token's `sid`, base64url: the table alone opens no session. */
  id: OnInsert<SessionId>
  user_id: OnInsert<UserId>
  version: Generated<number>
  created_at: OnInsert<Millis>
  last_seen_at: Millis
}

export type RoomsTable = {
  id: OnInsert<RoomId>
  kind: OnInsert<'lobby' | 'group' | 'private'>
  /** Null for private rooms, which no code opens. */
  code: RoomCode | null
  title: string
  rev: Generated<number>
  floor_rev: Generated<number>
  /** No message of the room may seem older than the one before it, whatever the clock did. */
  last_posted_at: Generated<Millis>
  /** Both user ids of a private room, sorted: at most one private room per pair. */
  pair_key: OnInsert<string | null>
  created_at: OnInsert<Millis>
  /** The receipt of the last burning of a private room's messages: when, by whom, how many. */
  burned_at: Millis | null
  burned_by: UserId | null
  burned_count: number | null
}

export type MembersTable = {
  room_id: OnInsert<RoomId>
  user_id: OnInsert<UserId>
  name: string
  role: MemberRole
  /** in: holds the name; lapsed: a guest gone so long that the name went to another; left: by own choice. */
  standing: 'in' | 'lapsed' | 'left'
  joined_at: Millis
  read_seq: Generated<number>
  level: Generated<NoticeLevel>
  /** What names look like (lib/domain/look-alikes.ts); null in rows of before there were keys, until the next start. */
  name_key1: string | null
  name_key2: string | null
}

export type MessagesTable = {
  id: OnInsert<MessageId>
  room_id: OnInsert<RoomId>
  seq: OnInsert<number>
  rev: number
  client_message_id: OnInsert<ClientMessageId>
  author_id: OnInsert<UserId>
  author_name: OnInsert<string>
  body: string
  /** SHA-256 of what was first posted, to tell a repeat from a second use of its key; null once deleted. */
  posted_hash: string | null
  posted_at: OnInsert<Millis>
  edited_at: Millis | null
  deleted_at: Millis | null
  reply_to: OnInsert<MessageId | null>
}

export type ReactionsTable = {
  message_id: OnInsert<MessageId>
  user_id: OnInsert<UserId>
  emoji: OnInsert<string>
  /** The rev of the change that set it, which also orders the chips. */
  rev: OnInsert<number>
}

export type InvitesTable = {
  id: OnInsert<InviteId>
  pair_key: OnInsert<string>
  room_id: OnInsert<RoomId>
  inviter_id: OnInsert<UserId>
  invitee_id: OnInsert<UserId>
  inviter_name: OnInsert<string>
  invitee_name: OnInsert<string>
  note: OnInsert<string | null>
  state: InviteState
  /** 0 when the receiver had too many pending ones or blocks the sender, who sees it pending; nobody else sees it. */
  is_delivered: OnInsert<0 | 1>
  private_id: RoomId | null
  created_at: OnInsert<Millis>
  expires_at: OnInsert<Millis>
}

/** Whom a person muted or blocked. */
export type SilencesTable = {
  user_id: OnInsert<UserId>
  other_id: OnInsert<UserId>
  kind: OnInsert<SilenceKind>
  created_at: OnInsert<Millis>
}

/** The tables of words differ by database, and only lib/domain/search-index.ts and search.ts know them. */
export type Schema = {
  users: UsersTable
  sessions: SessionsTable
  rooms: RoomsTable
  members: MembersTable
  messages: MessagesTable
  reactions: ReactionsTable
  invites: InvitesTable
  silences: SilencesTable
}
