// The step from a database of 0.1.0, with people and messages in it.
import { type Migration, Migrator, sql } from 'kysely'
import { expect, test } from 'vitest'
import { searchMessages } from '../domain/search'
import type { RoomId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { migrate } from './migrate'
import * as first from './migrations/0001-first'
import { openDatabase } from './open'

describeOnDialects('a database from before', ({ createAddress }) => {
  test('keeps all it had, and its messages are found by their words, the newest first', async () => {
    const { url, remove } = await createAddress()
    const database = openDatabase({ url })
    try {
      const provider = { getMigrations: async (): Promise<Record<string, Migration>> => ({ '0001-first': first }) }
      const { error } = await new Migrator({ db: database.write, provider }).migrateToLatest()
      expect(error).toBeUndefined()
      await fill()
      await migrate(database)
      const find = (query: string) =>
        database.snapshot((trx) =>
          searchMessages(trx, database.dialect, 'r1' as RoomId, { query, beforeSeq: undefined, limit: 2_000 }),
        )
      const hits = (await find('gate')).messages.map(({ seq }) => seq)
      expect(hits).toEqual(hits.toSorted((a, b) => b - a))
      expect(hits.length).toBeGreaterThan(100)
      expect((await find('number 1199')).messages.map(({ body }) => body)).toEqual(['Gáte number 1199'])
      expect((await find('number 7')).messages.map(({ seq }) => seq)).not.toContain(7)
      const members = await database.read.selectFrom('members').selectAll().execute()
      expect(members).toMatchObject([{ name: 'Ada', level: 'all', read_seq: 0, name_key1: null }])
    } finally {
      await database.close()
      await remove()
    }

    async function fill(): Promise<void> {
      const rows = [
        sql`insert into users (id, kind, name, created_at, last_seen_at) values ('u1', 'guest', 'Ada', 0, 0)`,
        sql`insert into rooms (id, kind, code, title, created_at) values ('r1', 'group', 'C1', 'C1', 0)`,
        sql`insert into members (room_id, user_id, name, role, standing, joined_at)
          values ('r1', 'u1', 'Ada', 'host', 'in', 0)`,
      ]
      for (const row of rows) await row.execute(database.write)
      const messages = Array.from({ length: 1_200 }, (_, at) => {
        const body = at === 7 ? '' : `Gáte number ${at}`
        return sql`(${`m${at}`}, 'r1', ${at + 1}, ${at + 1}, ${`c${at}`}, 'u1', 'Ada', ${body}, 0, ${at === 7 ? 1 : null})`
      })
      await sql`insert into messages
        (id, room_id, seq, rev, client_message_id, author_id, author_name, body, posted_at, deleted_at)
        values ${sql.join(messages)}`.execute(database.write)
    }
  })
})
