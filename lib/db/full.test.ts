// A full disk, made by a page limit on the store's own connection.
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCommitQueue } from '../domain/commit-queue'
import { findCatchUp } from '../domain/messages'
import { type ClientMessageId, createClientMessageId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { dialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, type People } from '../testing/people'
import type { Database } from './database'

const sqlite = dialects.find(({ name }) => name === 'sqlite')
const BODY = 'x'.repeat(10_000)

describe('when the disk is full', () => {
  let database: Database
  let people: People
  let ada: Guest
  let roomId: Awaited<ReturnType<People['room']>>['id']

  beforeEach(async () => {
    if (!sqlite) throw new Error('there is no SQLite')
    database = await sqlite.open()
    people = createPeople(database)
    ada = await people.guest()
    roomId = (await people.room(ada)).id
  })
  afterEach(() => database.close())

  async function setRoom(pagesMore: number): Promise<void> {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.write)
    await sql`pragma max_page_count = ${sql.raw(String((rows[0]?.page_count ?? 0) + pagesMore))}`.execute(
      database.write,
    )
  }

  async function integrity(): Promise<unknown> {
    const { rows } = await sql`pragma integrity_check`.execute(database.read)
    return rows
  }

  function commits(errors: unknown[]) {
    return createCommitQueue({
      database,
      now: () => EPOCH,
      onCommitted: () => {},
      onError: (error) => errors.push(error),
    })
  }

  test('a write is refused as `storage_full`, reads go on, and with room again writing does too', async () => {
    await setRoom(4)
    // The file may have pages to spare within it.
    let stored = 0
    let refused: unknown
    for (; !(refused instanceof Error); stored += 3)
      refused = await people.post(roomId, ada, BODY, BODY, BODY).catch((error: unknown) => error)
    stored -= 3
    expect(refused).toMatchObject({ name: 'Refusal', code: 'storage_full' })
    const member = await people.see(roomId, ada)
    expect(member.head).toBe(stored)
    expect((await database.snapshot((trx) => findCatchUp(trx, member, stored))).messages).toEqual([])
    await setRoom(100_000)
    await expect(people.post(roomId, ada, BODY, BODY, BODY)).resolves.toHaveLength(3)
    expect(await integrity()).toEqual([{ integrity_check: 'ok' }])
  })

  test('SQLite may undo the transaction itself, and the caller still hears why', async () => {
    await sql`create trigger full before insert on messages when new.body = 'too much'
      begin select raise(rollback, 'undone by SQLite'); end`.execute(database.write)
    await expect(people.post(roomId, ada, 'fine', 'too much')).rejects.toThrow('undone by SQLite')
    expect((await people.see(roomId, ada)).head).toBe(0)
    await expect(people.post(roomId, ada, 'fine')).resolves.toMatchObject([{ rev: 1 }])
  })

  test('every message that was told stored is there, and none that was told full', async () => {
    await setRoom(30)
    const errors: unknown[] = []
    const queue = commits(errors)
    const keys = Array.from({ length: 60 }, createClientMessageId)
    const post = (clientMessageId: ClientMessageId) =>
      queue.commit({ kind: 'post', roomId, userId: ada.userId, clientMessageId, body: BODY })
    const outcomes: PromiseSettledResult<unknown>[] = []
    // Not all at once: a batch is stored whole or not at all, and this one would not fit.
    for (let at = 0; at < keys.length; at += 5) {
      outcomes.push(...(await Promise.allSettled(keys.slice(at, at + 5).map(post))))
    }
    const told = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'stored' : codeOf(outcome.reason)))
    expect(new Set(told)).toEqual(new Set(['stored', 'storage_full']))
    const rows = await database.read.selectFrom('messages').select('client_message_id').execute()
    expect(new Set(rows.map((row) => row.client_message_id))).toEqual(
      new Set(keys.filter((_, at) => told[at] === 'stored')),
    )
    await setRoom(100_000)
    await Promise.all(keys.map(post))
    const all = await database.read.selectFrom('messages').select('seq').orderBy('seq').execute()
    expect(all.map(({ seq }) => seq)).toEqual(keys.map((_, index) => index + 1))
    expect([await integrity(), errors]).toEqual([[{ integrity_check: 'ok' }], []])
  })
})

function codeOf(error: unknown): unknown {
  return isRefusal(error) ? error.code : error
}
