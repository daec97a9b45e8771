import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type MessageId, type RoomId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, type People } from '../testing/people'
import { findRoomSnapshot } from './room-snapshot'

describeOnDialects('a room as a page first shows it', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
  })
  afterAll(() => database.close())

  test('has the newest messages and the members, and says whether there is more', async () => {
    const { id, code, title } = await people.room(ada, await people.guest('Bo'))
    await people.post(id, ada, ...Array.from({ length: 51 }, (_, index) => `${index}`))
    const snapshot = await findRoomSnapshot(database, ada.userId, { code })
    expect(snapshot).toMatchObject({
      reachedStart: false,
      entered: {
        room: { kind: 'group', id, code, title },
        self: { userId: ada.userId, name: 'Ada', role: 'member' },
        advance: { roomId: id, since: 0, upto: 51, head: 51, reset: true },
      },
    })
    expect(snapshot?.entered.advance.messages).toHaveLength(50)
    expect(snapshot?.entered.members.list.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['Ada', 'absent'],
      ['Bo', 'absent'],
    ])
    expect((await findRoomSnapshot(database, ada.userId, { roomId: (await people.room(ada)).id }))?.reachedStart).toBe(
      true,
    )
  })

  test('has the page around the message that a link names, and none around what the room does not have', async () => {
    const [{ id }, elsewhere] = [await people.room(ada), await people.room(ada)]
    const places = await people.post(id, ada, ...Array.from({ length: 120 }, (_, index) => `${index}`))
    const [foreign] = await people.post(elsewhere.id, ada, 'not of this room')
    const show = (asked?: MessageId) => findRoomSnapshot(database, ada.userId, { roomId: id }, asked)
    const around = (await show(places[20]?.id))?.around
    expect(around?.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 45 }, (_, at) => at + 1))
    expect(around).toMatchObject({ reachedStart: true, reachedEnd: false })
    for (const asked of [undefined, createId<MessageId>(), foreign?.id]) {
      const shown = await show(asked)
      expect(shown).not.toHaveProperty('around')
      expect(shown?.entered.advance.messages.at(-1)?.seq).toBe(120)
    }
  })

  test('is nothing to a stranger, as a room that is not there', async () => {
    const { id, code } = await people.room(ada)
    const eve = await people.guest('Eve')
    for (const key of [{ roomId: id }, { code }, { roomId: createId<RoomId>() }])
      expect(await findRoomSnapshot(database, eve.userId, key)).toBeUndefined()
  })
})
