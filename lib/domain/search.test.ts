// One contract for both databases: what is found does not depend on which one keeps the messages.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../db/database'
import type { MessageId, RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { SERVER_SIZES } from '../shared/server-sizes'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, type People } from '../testing/people'
import { searchMessages } from './search'
import { indexWaiting } from './waiting-words'

describeOnDialects('searching a room', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest()
  })
  afterAll(() => database.close())

  async function roomWith(...bodies: string[]): Promise<{ id: RoomId; ids: MessageId[] }> {
    const { id } = await people.room(ada)
    const places = bodies.length === 0 ? [] : await people.post(id, ada, ...bodies)
    return { id, ids: places.map((place) => place.id) }
  }

  const search = async (roomId: RoomId, query: string, beforeSeq?: number, limit: number = SERVER_SIZES.searchHits) => {
    await indexWaiting(database)
    return database.snapshot((trx) => searchMessages(trx, database.dialect, roomId, { query, beforeSeq, limit }))
  }
  const bodiesOf = async (roomId: RoomId, query: string) =>
    (await search(roomId, query)).messages.map(({ body }) => body)

  test('finds messages that have every word, the newest first', async () => {
    const { id } = await roomWith('gate four', 'gate five', 'four of a kind', 'the fourth gate: four')
    expect(await bodiesOf(id, 'gate four')).toEqual(['the fourth gate: four', 'gate four'])
    expect(await bodiesOf(id, 'nowhere')).toEqual([])
  })

  test('takes words whole, and only the last one as a beginning', async () => {
    const { id } = await roomWith('understand', 'stand under', 'standing')
    expect(await bodiesOf(id, 'stand')).toEqual(['standing', 'stand under'])
    expect(await bodiesOf(id, 'stand u')).toEqual(['stand under'])
    expect(await bodiesOf(id, 'under stand')).toEqual(['stand under'])
    expect(await bodiesOf(id, 'stan under')).toEqual([])
    expect(await bodiesOf(id, 'u s')).toEqual([])
  })

  test.each<[string, string, string]>([
    ['Café crème', 'CAFE', 'accents and case'],
    ['cafe creme', 'CRÈME', 'accents of the query'],
    ['ΟΔΟΣ', 'οδος', 'the last sigma'],
    ['İSTANBUL', 'istanbul', 'a dotted capital'],
    ['今日は良い天気', '今日', 'letters without spaces'],
    ['данные', 'ДАН', 'other letters'],
    ['नीरज कुमार', 'नीरज', 'letters with vowel marks'],
    ['room 42', '42', 'digits'],
    [`${'x'.repeat(80)} end`, 'x'.repeat(80), 'a very long run'],
    ['__proto__ constructor', 'proto', 'names of other things'],
  ])('%j is found by %j: %s', async (body, query) => {
    const { id } = await roomWith(body, 'something else')
    expect(await bodiesOf(id, query)).toEqual([body])
  })

  test('reads operators, quotes and punctuation as text', async () => {
    const { id } = await roomWith('rock & roll', "it's here", 'a OR b', 'say "no" to them', 'words:room')
    expect(await bodiesOf(id, 'rock & roll')).toEqual(['rock & roll'])
    expect(await bodiesOf(id, "it's")).toEqual(["it's here"])
    expect(await bodiesOf(id, 'a OR b')).toEqual(['a OR b'])
    expect(await bodiesOf(id, '"no" say')).toEqual(['say "no" to them'])
    expect(await bodiesOf(id, 'words:room')).toEqual(['words:room'])
    for (const query of ['zzz OR rock', 'rock NOT roll', 'NEAR(rock roll)', 'zzz | rock', 'zzz"OR"rock', '!zzz rock']) {
      expect([query, await bodiesOf(id, query)]).toEqual([query, []])
    }
    for (const query of ['-rock', "' | 'rock", '^rock*', "rock':*", 'rock" AND room:"', '{rock}']) {
      expect([query, await bodiesOf(id, query)]).toEqual([query, /room/.test(query) ? [] : ['rock & roll']])
    }
  })

  test('a query without a word finds nothing', async () => {
    const { id } = await roomWith('🙂 👍', 'hello')
    for (const query of ['🙂', '…', '""', '*', "'", '\\']) expect(await bodiesOf(id, query)).toEqual([])
  })

  test('never finds what was said in another room', async () => {
    const { id } = await roomWith('here only')
    const other = await roomWith('there only')
    expect(await bodiesOf(id, 'only')).toEqual(['here only'])
    expect(await bodiesOf(id, `${other.id} there`)).toEqual([])
    expect(await bodiesOf(id, Buffer.from(other.id).toString('hex'))).toEqual([])
  })

  test('finds an edited message by what it says now, at its place, and a deleted one by nothing', async () => {
    const { id, ids } = await roomWith('first apple', 'second apple', '🙂', 'third apple')
    const [first, second, emoji] = ids
    if (!first || !second || !emoji) throw new Error('nothing was posted')
    const by = { roomId: id, userId: ada.userId }
    await people.write(
      { kind: 'edit', ...by, messageId: first, body: 'first pear, apple' },
      { kind: 'edit', ...by, messageId: emoji, body: 'an apple after all' },
      { kind: 'delete', ...by, messageId: second },
    )
    expect(await bodiesOf(id, 'apple')).toEqual(['third apple', 'an apple after all', 'first pear, apple'])
    expect(await bodiesOf(id, 'pear')).toEqual(['first pear, apple'])
    expect(await bodiesOf(id, 'second')).toEqual([])
  })

  test('answers a page at a time, without holes or repeats, also where the last hit is gone by then', async () => {
    const { id, ids } = await roomWith(...Array.from({ length: 45 }, (_, at) => `hit ${at}`))
    const first = await search(id, 'hit')
    expect([first.messages.length, first.hasMore]).toEqual([SERVER_SIZES.searchHits, true])
    const last = first.messages.at(-1)
    const gone = ids[25]
    if (!last || last.id !== gone) throw new Error('the twentieth newest is the last')
    await people.write({ kind: 'delete', roomId: id, userId: ada.userId, messageId: gone })
    const second = await search(id, 'hit', last.seq)
    const third = await search(id, 'hit', second.messages.at(-1)?.seq)
    const found = [...first.messages, ...second.messages, ...third.messages].map(({ body }) => body)
    expect(found).toEqual(Array.from({ length: 45 }, (_, at) => `hit ${44 - at}`))
    expect([second.hasMore, third.hasMore]).toEqual([true, false])
  })

  test('an answer stays within the bytes of an advance, and says that there is more', async () => {
    const { id } = await roomWith(...Array.from({ length: 12 }, (_, at) => `hit ${at} ${'x'.repeat(11_000)}`))
    const { messages, hasMore } = await search(id, 'hit')
    expect(JSON.stringify(messages).length).toBeLessThanOrEqual(SIZES.advanceBytes)
    expect([messages.length, hasMore]).toEqual([5, true])
  })

  describe('keeps no word of', () => {
    test('a message that is gone', async () => {
      const { id, ids } = await roomWith('zanzibar one', 'zanzibar two')
      const [first] = ids
      if (!first) throw new Error('nothing was posted')
      await people.write({ kind: 'delete', roomId: id, userId: ada.userId, messageId: first })
      await database.transact((trx) => trx.deleteFrom('messages').where('room_id', '=', id).execute())
      const table = database.dialect === 'sqlite' ? 'message_words_content' : 'message_words'
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(database.read)
      expect(rows.length).toBeGreaterThan(0)
      expect(JSON.stringify(rows)).not.toContain('zanzibar')
      expect(await bodiesOf(id, 'zanzibar')).toEqual([])
    })
  })
})
