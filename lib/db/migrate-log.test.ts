// The step from a database of 0.2.0: its log in other tables, and nothing of what it says changed.
import { type Migration, Migrator, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCatchUp } from '../domain/messages'
import { searchMessages } from '../domain/search'
import { indexWaiting } from '../domain/waiting-words'
import { createClientMessageId, type MessageId, type RoomId, type UserId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { createPeople } from '../testing/people'
import type { Database } from './database'
import { migrate } from './migrate'
import * as first from './migrations/0001-first'
import { createConversation } from './migrations/0002-conversation'
import { openDatabase } from './open'

const ROOM = 'r1' as RoomId
const ADA = { userId: 'u1' as UserId }
/** Messages by seq and rev: the first was edited before the third was posted, the second deleted, the last but one liked. */
const LOG = [
  [1, 3],
  [2, 5],
  [4, 4],
  [6, 6],
  [7, 7],
  [8, 10],
  [9, 9],
] as const
const DELETED = 2
const LIVING = [1, 4, 6, 7, 8, 9]

describeOnDialects('a log from 0.2.0', ({ name, createAddress }) => {
  let database: Database
  let remove: () => Promise<void>
  let before: unknown

  beforeEach(async () => {
    const created = await createAddress()
    remove = created.remove
    database = openDatabase({ url: created.url })
    const migrations: Record<string, Migration> = { '0001-first': first, '0002-conversation': createConversation(name) }
    const provider = { getMigrations: async () => migrations }
    const { error } = await new Migrator({ db: database.write, provider }).migrateToLatest()
    if (error) throw error
    await fill()
    before = await everything()
    await migrate(database)
  })
  afterEach(async () => {
    await database.close()
    await remove()
  })

  async function fill(): Promise<void> {
    const messages = LOG.map(([seq, rev]) => {
      const isDeleted = seq === DELETED
      const body = isDeleted ? '' : `Harbour ${seq}`
      return sql`(${`m${seq}`}, ${ROOM}, ${seq}, ${rev}, ${`c${seq}`}, 'u1', 'Ada', ${body}, 0, ${isDeleted ? 1 : null})`
    })
    const words = LIVING.map((seq) =>
      name === 'sqlite'
        ? [
            sql`insert into message_word_rows (message_id) values (${`m${seq}`})`,
            sql`insert into message_words (rowid, room, words)
              select id, ${Buffer.from(ROOM).toString('hex')}, ${`harbour ${seq}`}
              from message_word_rows where message_id = ${`m${seq}`}`,
          ]
        : [
            sql`insert into message_words (message_id, words)
              values (${`m${seq}`}, array_to_tsvector(${[`=${ROOM}`, 'harbour', `${seq}`]}::text[]))`,
          ],
    )
    const statements = [
      sql`insert into users (id, kind, name, created_at, last_seen_at) values ('u1', 'guest', 'Ada', 0, 0)`,
      sql`insert into rooms (id, kind, code, title, rev, created_at) values ('r1', 'group', 'C1', 'C1', 10, 0)`,
      sql`insert into members (room_id, user_id, name, role, standing, joined_at)
        values ('r1', 'u1', 'Ada', 'host', 'in', 0)`,
      sql`insert into messages
        (id, room_id, seq, rev, client_message_id, author_id, author_name, body, posted_at, deleted_at)
        values ${sql.join(messages)}`,
      sql`insert into reactions (message_id, user_id, emoji, rev) values ('m8', 'u1', '👍', 10)`,
      ...words.flat(),
    ]
    for (const statement of statements) await statement.execute(database.write)
  }

  async function everything(): Promise<unknown> {
    const { rows } = await sql<Record<string, unknown>>`select * from messages order by seq`.execute(database.read)
    const reactions = await database.read.selectFrom('reactions').selectAll().execute()
    return { messages: rows.map(({ row: _, ...columns }) => columns), reactions }
  }

  async function found(query: string, beforeSeq?: number): Promise<string[]> {
    await indexWaiting(database)
    const hits = await database.snapshot((trx) => searchMessages(trx, name, ROOM, { query, beforeSeq, limit: 50 }))
    return hits.messages.map(({ body }) => body)
  }

  const post = async (body: string, clientMessageId = createClientMessageId()) => {
    const { outcomes } = await createPeople(database).write({
      ...{ kind: 'post', roomId: ROOM, userId: ADA.userId, clientMessageId, body },
    })
    return outcomes[0]
  }

  test('has every message and every reaction as they were', async () => {
    expect(await everything()).toEqual(before)
  })

  test('is caught up with from any place, changes among posts', async () => {
    const member = await createPeople(database).see(ROOM, ADA)
    const revsAfter = async (cursor: number) => {
      const { messages } = await database.snapshot((trx) => findCatchUp(trx, member, cursor))
      return messages.map(({ rev, seq }) => `${seq}@${rev}`)
    }
    expect(await revsAfter(0)).toEqual(['1@3', '4@4', '2@5', '6@6', '7@7', '9@9', '8@10'])
    expect(await revsAfter(4)).toEqual(['2@5', '6@6', '7@7', '9@9', '8@10'])
    expect(await revsAfter(9)).toEqual(['8@10'])
  })

  test('is searched as before, the newest first, and what is posted now is found before it', async () => {
    expect(await found('harbour')).toEqual(LIVING.toReversed().map((seq) => `Harbour ${seq}`))
    expect(await found('harbour', 4)).toEqual(['Harbour 1'])
    expect(await post('Harbour again')).toMatchObject({ ok: true, place: { rev: 11 } })
    expect((await found('harbour')).slice(0, 2)).toEqual(['Harbour again', 'Harbour 9'])
  })

  test('loses the words and reactions of a message with its row, and only those', async () => {
    await database.write
      .deleteFrom('messages')
      .where('id', '=', 'm8' as MessageId)
      .execute()
    expect(await found('harbour')).toHaveLength(5)
    expect(await database.read.selectFrom('reactions').selectAll().execute()).toEqual([])
    if (name === 'sqlite') {
      expect((await sql`pragma foreign_key_check`.execute(database.write)).rows).toEqual([])
      expect((await sql`pragma integrity_check`.execute(database.write)).rows).toEqual([{ integrity_check: 'ok' }])
    }
  })

  test('takes no key twice, no place twice, no rev below its place, and no two changes under one rev', async () => {
    const key = createClientMessageId()
    const posted = await post('once', key)
    expect(await post('once', key)).toEqual(posted)
    for (const wrong of [
      sql`update messages set client_message_id = 'c1' where id = 'm4'`,
      sql`update messages set seq = 1 where id = 'm4'`,
      sql`update messages set rev = 1 where id = 'm4'`,
      sql`update messages set rev = 10 where id = 'm4'`,
    ]) {
      await expect(wrong.execute(database.write)).rejects.toThrow(/constraint|unique/i)
    }
  })
})
