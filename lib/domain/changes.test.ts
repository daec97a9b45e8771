import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { SERVER_SIZES } from '../shared/server-sizes'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, type People } from '../testing/people'
import { findChanges } from './changes'

describeOnDialects('what another node changed', (dialect) => {
  let database: Database
  let people: People
  let ada: Guest
  let roomId: RoomId

  beforeEach(async () => {
    database = await dialect.open()
    people = createPeople(database)
    ada = await people.guest()
    roomId = (await people.room(ada)).id
  })
  afterEach(() => database.close())

  const changesAfter = (since: number, id = roomId) => database.snapshot((trx) => findChanges(trx, id, since))

  test('is everything after the rev that was asked from, and nothing where all is known', async () => {
    await people.post(roomId, ada, 'One', 'Two', 'Three')
    const { range } = (await changesAfter(1)) ?? {}
    expect(range).toMatchObject({ since: 1, upto: 3, head: 3, messages: [{ body: 'Two' }, { body: 'Three' }] })
    expect((await changesAfter(3))?.range).toMatchObject({ since: 3, upto: 3, messages: [] })
    // A restored database may be behind of what this node has told.
    expect((await changesAfter(9))?.range).toMatchObject({ since: 3, upto: 3, messages: [] })
  })

  test('of a room that is not there is nothing', async () => {
    expect(await changesAfter(0, createId<RoomId>())).toBeUndefined()
  })

  test('ends where one Advance is full, and says so', async () => {
    await people.post(roomId, ada, ...Array.from({ length: 10 }, (_, index) => `${index} ${'long '.repeat(2_000)}`))
    const { range } = (await changesAfter(0)) ?? {}
    expect(range?.messages.length).toBeGreaterThan(1)
    expect(range?.messages.length).toBeLessThan(10)
    expect(range).toMatchObject({ since: 0, upto: range?.messages.at(-1)?.rev, head: 10 })
  })

  test('is its newest part only, where it is more than anyone is told one by one', async () => {
    const count = SERVER_SIZES.catchUpResetAfter + 1
    await people.post(roomId, ada, ...Array.from({ length: count }, (_, index) => `${index}`))
    const { range } = (await changesAfter(0)) ?? {}
    expect(range).toMatchObject({ since: count - SIZES.advanceMessages, upto: count, head: count })
    expect(range?.messages).toHaveLength(SIZES.advanceMessages)
  })
})
