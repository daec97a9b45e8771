// R8: a post is known by its room, its author and the key its client minted.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createClientMessageId, type RoomId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, newPost, type People, placeOf, tell } from '../testing/people'

describeOnDialects('sending a message again', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    bo = await people.guest('Bo')
  })
  afterAll(() => database.close())

  async function rowsOf(roomId: RoomId) {
    return database.read.selectFrom('messages').select(['seq', 'rev', 'body']).where('room_id', '=', roomId).execute()
  }

  test('gives the same place, takes no rev and tells of it once more', async () => {
    const { id } = await people.room(ada)
    const post = newPost(id, ada, 'once')
    const first = await people.write(post)
    await people.post(id, ada, 'something after it')
    const second = await people.write(post)
    expect(second.outcomes).toEqual(first.outcomes)
    expect((await people.see(id, ada)).head).toBe(2)
    expect(await rowsOf(id)).toHaveLength(2)
    // The first answer may have been lost with its event: the advance says exactly that rev again.
    const again = { roomId: id, since: 0, upto: 1, head: 2, messages: first.ranges[0]?.messages, isRepeat: true }
    expect(second.ranges).toEqual([again])
  })

  test('with another text, or as an answer to another message, is a conflict', async () => {
    const { id } = await people.room(ada)
    const [other] = await people.post(id, ada, 'another')
    const post = newPost(id, ada, 'once')
    const answer = { ...post, ...(other && { replyTo: other.id }) }
    const { outcomes } = await people.write(post, { ...post, body: 'twice' }, answer, post)
    expect(tell(outcomes)).toEqual([2, 'conflict', 'conflict', 2])
    expect(tell((await people.write({ ...post, body: 'later' }, answer)).outcomes)).toEqual(['conflict', 'conflict'])
    expect((await rowsOf(id)).map(({ body }) => body)).toEqual(['another', 'once'])
  })

  test('twice in one batch is one message', async () => {
    const { id } = await people.room(ada)
    const post = newPost(id, ada, 'once')
    const { outcomes, ranges } = await people.write(post, newPost(id, ada, 'between'), post, post)
    expect(tell(outcomes)).toEqual([1, 2, 1, 1])
    expect(outcomes[2]).toEqual(outcomes[0])
    expect(ranges).toHaveLength(1)
    expect(await rowsOf(id)).toHaveLength(2)
  })

  test('twenty times at once is one message', async () => {
    const { id } = await people.room(ada)
    const post = newPost(id, ada, 'once')
    const all = await Promise.all(Array.from({ length: 20 }, () => people.write(post)))
    const places = all.map(({ outcomes }) => placeOf(outcomes[0]))
    expect(new Set(places.map(({ id: messageId, rev }) => `${messageId}/${rev}`)).size).toBe(1)
    expect(await rowsOf(id)).toEqual([{ seq: 1, rev: 1, body: 'once' }])
  })

  test('after an edit gives the place with its newer rev, and leaves the edit', async () => {
    const { id } = await people.room(ada)
    const post = newPost(id, ada, 'first words')
    const place = placeOf((await people.write(post)).outcomes[0])
    await people.write({ kind: 'edit', roomId: id, userId: ada.userId, messageId: place.id, body: 'second thoughts' })
    const again = await people.write(post)
    expect(again.outcomes).toEqual([{ ok: true, place: { ...place, rev: 2 } }])
    expect(again.ranges).toMatchObject([
      { since: 1, upto: 2, head: 2, messages: [{ body: 'second thoughts', rev: 2 }] },
    ])
    expect(tell((await people.write({ ...post, body: 'second thoughts' })).outcomes)).toEqual(['conflict'])
  })

  test('after it was deleted gives the tombstone’s place, whatever the text: none of it was kept', async () => {
    const { id } = await people.room(ada)
    const post = newPost(id, ada, 'regretted')
    const place = placeOf((await people.write(post)).outcomes[0])
    await people.write({ kind: 'delete', roomId: id, userId: ada.userId, messageId: place.id })
    const { outcomes } = await people.write(post, { ...post, body: 'something else' })
    expect(outcomes).toEqual([
      { ok: true, place: { ...place, rev: 2 } },
      { ok: true, place: { ...place, rev: 2 } },
    ])
    expect(await rowsOf(id)).toEqual([{ seq: 1, rev: 2, body: '' }])
  })

  test('by somebody else, or in another room, is another message', async () => {
    const [here, there] = [await people.room(ada, bo), await people.room(ada)]
    const clientMessageId = createClientMessageId()
    const under = (post: ReturnType<typeof newPost>) => ({ ...post, clientMessageId })
    const posts = [newPost(here.id, ada, 'a'), newPost(here.id, bo, 'b'), newPost(there.id, ada, 'c')].map(under)
    expect(tell((await people.write(...posts)).outcomes)).toEqual([1, 2, 1])
  })
})
