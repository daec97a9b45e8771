import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type MessageId, type RoomId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, newPost, type People, placeOf, tell } from '../testing/people'
import { leaveRoom } from './members'
import { findSnapshot } from './messages'

describeOnDialects('posting to the log', ({ open, name }) => {
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

  async function messagesOf(roomId: RoomId, guest: Guest) {
    const member = await people.see(roomId, guest)
    return (await database.snapshot((trx) => findSnapshot(trx, member))).advance.messages
  }

  test('each post takes the next rev of its room, and the room stands at the last', async () => {
    const { id } = await people.room(ada, bo)
    const { outcomes, ranges } = await people.write(
      newPost(id, ada, 'one'),
      newPost(id, bo, 'two'),
      newPost(id, ada, 'three'),
    )
    expect(tell(outcomes)).toEqual([1, 2, 3])
    expect(ranges).toMatchObject([{ roomId: id, since: 0, upto: 3, head: 3 }])
    expect(ranges[0]?.messages.map(({ body, seq, author }) => [seq, author.name, body])).toEqual([
      [1, 'Ada', 'one'],
      [2, 'Bo', 'two'],
      [3, 'Ada', 'three'],
    ])
    expect((await people.see(id, bo)).head).toBe(3)
    expect(await messagesOf(id, bo)).toEqual(ranges[0]?.messages)
  })

  test('a batch over several rooms counts in each by itself', async () => {
    const [first, second] = [await people.room(ada), await people.room(ada)]
    await people.post(second.id, ada, 'before')
    const changes = [first, second, first, second].map(({ id }, index) => newPost(id, ada, `${index}`))
    const { outcomes, ranges } = await people.write(...changes)
    expect(tell(outcomes)).toEqual([1, 2, 2, 3])
    expect(new Map(ranges.map(({ roomId, since, upto }) => [roomId, [since, upto]]))).toEqual(
      new Map([
        [first.id, [0, 2]],
        [second.id, [1, 3]],
      ]),
    )
  })

  test('a change by somebody who is not in the room is not found, and hurts no neighbour', async () => {
    const { id } = await people.room(ada, bo)
    const eve = await people.guest('Eve')
    await database.transact((trx) => leaveRoom(trx, { roomId: id, userId: bo.userId }))
    const changes = [newPost(id, eve, 'a stranger'), newPost(id, ada, 'one'), newPost(id, bo, 'who left')]
    const { outcomes } = await people.write(
      ...changes,
      newPost(createId<RoomId>(), ada, 'no room'),
      newPost(id, ada, 'two'),
    )
    expect(tell(outcomes)).toEqual(['not_found', 1, 'not_found', 'not_found', 2])
    expect((await messagesOf(id, ada)).map(({ body }) => body)).toEqual(['one', 'two'])
  })

  test('a batch that changes nothing takes no rev and tells of nothing', async () => {
    const { id } = await people.room(ada)
    const { outcomes, ranges } = await people.write(newPost(id, bo, 'a stranger'))
    expect([tell(outcomes), ranges, (await people.see(id, ada)).head]).toEqual([['not_found'], [], 0])
  })

  test('a message keeps the name its author had then', async () => {
    const { id } = await people.room(ada)
    await people.post(id, ada, 'as Ada')
    await people.join(id, ada, 'Countess')
    await people.post(id, ada, 'as Countess')
    const names = (await messagesOf(id, ada)).map(({ author }) => author)
    expect(names).toEqual([
      { id: ada.userId, name: 'Ada' },
      { id: ada.userId, name: 'Countess' },
    ])
  })

  test('an answer names a message of the same room, also one of the same batch that is before it', async () => {
    const [here, elsewhere] = [await people.room(ada), await people.room(ada)]
    const [old] = await people.post(here.id, ada, 'the question')
    const [foreign] = await people.post(elsewhere.id, ada, 'another room')
    const answerTo = (replyTo: MessageId | undefined) => ({
      ...newPost(here.id, ada, 'the answer'),
      ...(replyTo && { replyTo }),
    })
    const { outcomes, ranges } = await people.write(
      answerTo(old?.id),
      answerTo(foreign?.id),
      answerTo(createId<MessageId>()),
    )
    expect(tell(outcomes)).toEqual([2, 'not_found', 'not_found'])
    expect(ranges[0]?.messages.map(({ replyTo }) => replyTo)).toEqual([old?.id])
    const refused = outcomes[1]
    expect(refused?.ok === false && refused.refusal.detail.fields).toEqual({ replyTo: 'not_found' })
  })

  test('a message never seems older than the one before it, whatever the clock did', async () => {
    const { id } = await people.room(ada)
    const clock = people.time.now
    const [first] = await people.post(id, ada, 'now')
    people.time.now = clock - HOUR
    // Postgres has a clock of its own that no test can turn back, so there the room's last time is set ahead.
    const ahead = (first?.postedAt ?? 0) + (name === 'postgres' ? HOUR : 0)
    await database.write.updateTable('rooms').set({ last_posted_at: ahead }).where('id', '=', id).execute()
    const later = await people.post(id, ada, 'after the clock went back', 'and again')
    people.time.now = clock
    expect(later.map(({ postedAt }) => postedAt)).toEqual([ahead, ahead])
  })

  test('the time is the writer’s on SQLite, and the database’s own on Postgres', async () => {
    const { id } = await people.room(ada)
    const before = Date.now()
    const [place] = await people.post(id, ada, 'when')
    const postedAt = place?.postedAt ?? 0
    if (name === 'sqlite') return expect(postedAt).toBe(people.time.now)
    expect(Number.isInteger(postedAt)).toBe(true)
    expect(Math.abs(postedAt - before)).toBeLessThan(60_000)
  })

  test('twenty-four batches at once leave no gap and no double in the revs', async () => {
    const { id } = await people.room(ada, bo)
    const batches = Array.from({ length: 24 }, (_, index) => {
      const by = index % 2 ? ada : bo
      return people.write(newPost(id, by, `${index} a`), newPost(id, by, `${index} b`))
    })
    const places = (await Promise.all(batches)).flatMap(({ outcomes }) => outcomes.map(placeOf))
    const revs = places.map(({ rev }) => rev).sort((a, b) => a - b)
    expect(revs).toEqual(Array.from({ length: 48 }, (_, index) => index + 1))
    const rows = await database.read
      .selectFrom('messages')
      .select(['seq', 'id'])
      .where('room_id', '=', id)
      .orderBy('seq')
      .execute()
    expect(rows).toEqual([...places].sort((a, b) => a.seq - b.seq).map(({ seq, id }) => ({ seq, id })))
  })
})
