// The rooms a person is in, with what is new in each.
import { sql } from 'kysely'
import type { Database, Trx } from '../db/database'
import type { RoomId, UserId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { EVERYBODY, isMentioned } from '../shared/mentions'
import type { ListedRoom, NoticeLevel, Room } from '../shared/model'
import { SERVER_SIZES } from '../shared/server-sizes'
import { findPrivateRooms } from './rooms'

/** The rooms with the newest activity first, at most `SERVER_SIZES.roomsListed`. */
export async function listRooms(trx: Trx, dialect: Database['dialect'], userId: UserId): Promise<ListedRoom[]> {
  const rows = await findRows(trx, userId)
  const privates = await findPrivateRooms(
    trx,
    rows.filter((row) => row.kind === 'private').map((row) => row.id),
    userId,
  )
  const listed: ListedRoom[] = []
  for (const row of rows) {
    const room: Room | undefined =
      row.code !== null && row.kind !== 'private'
        ? { kind: row.kind, id: row.id, code: row.code, title: row.title }
        : privates.get(row.id)
    if (!room) continue
    const unread = Number(row.unread)
    listed.push({
      room,
      level: row.level,
      readSeq: row.read_seq,
      unread,
      isMentioned: unread > 0 && (await findMention(trx, dialect, row, userId)),
      lastPostedAt: row.active_at,
    })
  }
  return listed
}

type Row = {
  id: RoomId
  kind: Room['kind']
  code: Extract<Room, { kind: 'group' }>['code'] | null
  title: string
  name: string
  level: NoticeLevel
  read_seq: number
  active_at: number
  unread: number | string | null
}

async function findRows(trx: Trx, userId: UserId): Promise<Row[]> {
  const activeAt = sql<number>`case when rooms.last_posted_at > 0 then rooms.last_posted_at else members.joined_at end`
  return trx
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room_id')
    .select(['rooms.id', 'rooms.kind', 'rooms.code', 'rooms.title'])
    .select(['members.name', 'members.level', 'members.read_seq', activeAt.as('active_at')])
    .select(({ selectFrom, ref }) =>
      selectFrom((query) =>
        query
          .selectFrom('messages')
          .select('messages.id')
          .where('messages.room_id', '=', ref('rooms.id'))
          .where('messages.seq', '>', ref('members.read_seq'))
          .where('messages.author_id', '!=', userId)
          .where('messages.deleted_at', 'is', null)
          .limit(SIZES.unreadCounted)
          .as('some'),
      )
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .as('unread'),
    )
    .where('members.user_id', '=', userId)
    .where('members.standing', '=', 'in')
    .orderBy(activeAt, 'desc')
    .orderBy('rooms.id')
    .limit(SERVER_SIZES.roomsListed)
    .execute()
}

/** How many bodies that hold the name somewhere are read in full. */
const MOST_READ = 20

/** Whether one of the newest unread messages names the member, or everybody. */
async function findMention(trx: Trx, dialect: Database['dialect'], row: Row, userId: UserId): Promise<boolean> {
  const place = sql.raw(dialect === 'sqlite' ? 'instr' : 'strpos')
  const rows = await trx
    .selectFrom((query) =>
      query
        .selectFrom('messages')
        .select(['body', 'seq'])
        .where('room_id', '=', row.id)
        .where('seq', '>', row.read_seq)
        .where('author_id', '!=', userId)
        .where('deleted_at', 'is', null)
        .orderBy('seq', 'desc')
        .limit(SIZES.unreadCounted)
        .as('newest'),
    )
    .select('body')
    .where(
      sql<boolean>`(${place}(body, cast(${`@${row.name}`} as text)) > 0 or ${place}(body, cast(${`@${EVERYBODY}`} as text)) > 0)`,
    )
    .limit(MOST_READ)
    .execute()
  return rows.some(({ body }) => isMentioned(body, row.name))
}
