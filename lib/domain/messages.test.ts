import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createClientMessageId, createId, type MessageId, type RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Advance, Message, Page } from '../shared/model'
import type { PageAnchor } from '../shared/protocol'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, type People } from '../testing/people'
import { findPage, findSnapshot, withinBytes } from './messages'

describeOnDialects('pages of a log', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  /** Seqs 1 to 30, all of them messages. */
  let dense: RoomId
  /** Posts at 1, 4, 7, …, 28, each edited twice. */
  let sparse: RoomId
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    dense = (await people.room(ada)).id
    await people.post(dense, ada, ...Array.from({ length: 30 }, (_, index) => `${index}`))
    sparse = (await people.room(ada)).id
    const by = { roomId: sparse, userId: ada.userId, kind: 'edit' as const }
    for (let count = 0; count < 10; count += 1) {
      for (const { id } of await people.post(sparse, ada, 'first')) {
        await people.write({ ...by, messageId: id, body: 'second' }, { ...by, messageId: id, body: 'third' })
      }
    }
  })
  afterAll(() => database.close())

  async function page(roomId: RoomId, limit: number, anchor: PageAnchor): Promise<[number[], boolean, boolean]> {
    const { messages, reachedStart, reachedEnd } = await findPage(database.read, roomId, limit, anchor)
    return [messages.map(({ seq }) => seq), reachedStart, reachedEnd]
  }

  const cases: [string, number, PageAnchor, number[], boolean, boolean][] = [
    ['before a seq', 3, { beforeSeq: 10 }, [7, 8, 9], false, false],
    ['before the first', 3, { beforeSeq: 1 }, [], true, false],
    ['before 0', 3, { beforeSeq: 0 }, [], true, false],
    ['before, just reaching the start', 3, { beforeSeq: 4 }, [1, 2, 3], true, false],
    ['before, one short of the start', 3, { beforeSeq: 5 }, [2, 3, 4], false, false],
    ['before what is not yet', 2, { beforeSeq: 31 }, [29, 30], false, true],
    ['before the largest number there is', 2, { beforeSeq: Number.MAX_SAFE_INTEGER }, [29, 30], false, true],
    ['after a seq', 3, { afterSeq: 10 }, [11, 12, 13], false, false],
    ['after 0', 2, { afterSeq: 0 }, [1, 2], true, false],
    ['after, just reaching the end', 3, { afterSeq: 27 }, [28, 29, 30], false, true],
    ['after the last', 3, { afterSeq: 30 }, [], false, true],
    ['around a seq', 5, { aroundSeq: 10 }, [8, 9, 10, 11, 12], false, false],
    ['around, an even number', 4, { aroundSeq: 10 }, [8, 9, 10, 11], false, false],
    ['around, one alone', 1, { aroundSeq: 10 }, [10], false, false],
    ['around the first', 4, { aroundSeq: 1 }, [1, 2], true, false],
    ['around the last', 4, { aroundSeq: 30 }, [28, 29, 30], false, true],
    ['around everything', 100, { aroundSeq: 15 }, Array.from({ length: 30 }, (_, index) => index + 1), true, true],
  ]
  test.each(cases)('%s, %i at most', async (_, limit, anchor, seqs, reachedStart, reachedEnd) => {
    expect(await page(dense, limit, anchor)).toEqual([seqs, reachedStart, reachedEnd])
  })

  test('go by place, whatever changed since', async () => {
    expect(await page(sparse, 3, { beforeSeq: 12 })).toEqual([[4, 7, 10], false, false])
    expect(await page(sparse, 3, { aroundSeq: 12 })).toEqual([[10, 13, 16], false, false])
    const { messages } = await findPage(database.read, sparse, 1, { afterSeq: 0 })
    expect(messages).toMatchObject([{ seq: 1, rev: 3, body: 'third' }])
  })

  test('of an empty room reach both ends', async () => {
    const { id } = await people.room(ada)
    for (const anchor of [{ beforeSeq: 1 }, { afterSeq: 0 }, { aroundSeq: 1 }])
      expect(await page(id, 10, anchor)).toEqual([[], true, true])
  })

  test('walked from the end to the start hold every message once', async () => {
    const seen: number[] = []
    let reachedStart = false
    for (let beforeSeq = 31; !reachedStart; ) {
      const found: Page = await findPage(database.read, dense, 7, { beforeSeq })
      seen.unshift(...found.messages.map(({ seq }) => seq))
      reachedStart = found.reachedStart
      beforeSeq = found.messages[0]?.seq ?? 0
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
  })

  test('of long messages are cut by 64 KB, at the side away from what was asked for', async () => {
    const { id } = await people.room(ada)
    await people.post(id, ada, ...Array(20).fill('x'.repeat(11_900)))
    const anchors = [{ beforeSeq: 21 }, { afterSeq: 0 }, { aroundSeq: 10 }]
    const pages = await Promise.all(anchors.map((anchor) => findPage(database.read, id, 20, anchor)))
    expect(pages.map(({ messages }) => messages.map(({ seq }) => seq))).toEqual([
      [16, 17, 18, 19, 20],
      [1, 2, 3, 4, 5],
      [8, 9, 10, 11],
    ])
    expect(pages.map(({ reachedStart, reachedEnd }) => [reachedStart, reachedEnd])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ])
    for (const found of pages) expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThanOrEqual(SIZES.advanceBytes)
  })

  test('an advance stays within 64 KB, all that stands around its messages counted', () => {
    const sized = (length: number): Message => ({
      ...{ id: createId<MessageId>(), roomId: dense, seq: 1, rev: 1, clientMessageId: createClientMessageId() },
      ...{ author: { id: ada.userId, name: ada.name }, postedAt: EPOCH, body: 'x'.repeat(length) },
    })
    for (let length = 0; length < 12_000; length += 499) {
      const messages = withinBytes(Array.from({ length: SIZES.advanceMessages }, () => sized(length)))
      const numbers = { since: 2 ** 52, upto: 2 ** 53, head: 2 ** 53 }
      const advance: Advance = { roomId: dense, ...numbers, messages, reset: true }
      expect(Buffer.byteLength(JSON.stringify(advance))).toBeLessThanOrEqual(SIZES.advanceBytes)
      expect(messages.length).toBeGreaterThan(3)
    }
    expect(withinBytes([sized(100_000), sized(1)])).toHaveLength(1)
    expect(withinBytes([])).toEqual([])
  })

  test('a snapshot says whether it begins at the start', async () => {
    const starts = await Promise.all(
      [dense, sparse].map(async (id) => {
        const member = await people.see(id, ada)
        return database.snapshot((trx) => findSnapshot(trx, member))
      }),
    )
    expect(starts.map(({ reachedStart, advance }) => [reachedStart, advance.head])).toEqual([
      [true, 30],
      [true, 30],
    ])
  })
})
