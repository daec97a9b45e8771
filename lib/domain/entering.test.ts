import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type RoomId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, newPost, type People } from '../testing/people'
import { type Entering, findEntries } from './entering'
import { writeLog } from './log-writer'

describeOnDialects('entering many at once', (dialect) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  beforeAll(async () => {
    database = await dialect.open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    bo = await people.guest('Bo')
  })
  afterAll(() => database.close())

  const enter = (...entering: Entering[]) => database.snapshot((trx) => findEntries(trx, entering, () => []))
  const entering = ({ userId }: Guest, roomId: RoomId, cursor?: number): Entering => ({ userId, roomId, cursor })

  async function post(roomId: RoomId, count: number): Promise<void> {
    const posts = Array.from({ length: count }, (_, at) => newPost(roomId, ada, `${at}`))
    await database.transact((trx) => writeLog(trx, posts, { dialect: database.dialect, now: people.time.now }))
  }

  test('each is given the room as it is for them, in the order of asking', async () => {
    const [here, there] = [await people.room(ada, bo), await people.room(bo)]
    await post(here.id, 3)
    const entries = await enter(entering(bo, there.id), entering(bo, here.id), entering(ada, here.id))
    expect(entries.map((entry) => [entry?.member.room.id, entry?.member.self.name])).toEqual([
      [there.id, 'Bo'],
      [here.id, 'Bo'],
      [here.id, 'Ada'],
    ])
    expect(entries.map((entry) => entry?.members.length)).toEqual([1, 2, 2])
    expect(entries.map((entry) => entry?.advance.messages.length)).toEqual([0, 3, 3])
  })

  test('who comes from another place is given what they miss from there', async () => {
    const { id } = await people.room(ada, bo)
    await post(id, 5)
    const entries = await enter(entering(ada, id, 2), entering(bo, id, 2), entering(bo, id, 4), entering(bo, id))
    expect(entries.map((entry) => [entry?.advance.since, entry?.advance.messages.map(({ seq }) => seq)])).toEqual([
      [2, [3, 4, 5]],
      [2, [3, 4, 5]],
      [4, [5]],
      [0, [1, 2, 3, 4, 5]],
    ])
  })

  test('a stranger is given nothing, alone and among members, and neither is who asks for no room', async () => {
    const [{ id }, other] = [await people.room(ada), await people.room(ada)]
    expect(await enter(entering(bo, id))).toEqual([undefined])
    const entries = await enter(entering(bo, id), entering(ada, other.id), entering(ada, createId<RoomId>()))
    expect(entries.map((entry) => entry?.member.room.id)).toEqual([undefined, other.id, undefined])
  })

  test('a batch of any length is one log: each message once, in order', async () => {
    const { id } = await people.room(ada)
    for (const count of [1, 2, 3, 7, 63, 64, 65, 128]) await post(id, count)
    const head = 1 + 2 + 3 + 7 + 63 + 64 + 65 + 128
    const [entry] = await enter(entering(ada, id, head - 200))
    expect(entry?.advance.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 200 }, (_, at) => head - 199 + at),
    )
  })
})
