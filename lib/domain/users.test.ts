import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type UserId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { EPOCH, username } from '../testing/people'
import { createGuest, rememberName, requireSignedIn, touchUsers } from './users'

describeOnDialects('people', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  const read = (id: UserId) => database.read.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  const signIn = (providerId: string, name = 'Ada', now = EPOCH) =>
    database.transact((trx) => requireSignedIn(trx, { providerId, name: username(name), now }))

  test('two guests of one name are two people', async () => {
    const guest = { name: username('Bob'), now: EPOCH }
    const [one, two] = [await createGuest(database.write, guest), await createGuest(database.write, guest)]
    expect(one).not.toBe(two)
    expect(await read(one)).toMatchObject({ kind: 'guest', provider_id: null, name: 'Bob', last_seen_at: EPOCH })
  })

  test('who signs in again is the same person, by the name they chose since', async () => {
    const account = `github:${createId()}`
    const first = await signIn(account)
    await rememberName(database.write, first, username('Countess'))
    expect(await signIn(account, 'Ada Lovelace', EPOCH + 1)).toBe(first)
    expect(await read(first)).toMatchObject({
      kind: 'github',
      provider_id: account,
      name: 'Countess',
      created_at: EPOCH,
    })
    expect(await signIn(`github:${createId()}`)).not.toBe(first)
  })

  test('who signs in twice at the same moment, for the first time, is one person', async () => {
    for (let round = 0; round < 10; round += 1) {
      const account = `github:${createId()}`
      const ids = await Promise.all([signIn(account), signIn(account), signIn(account)])
      expect(new Set(ids).size).toBe(1)
    }
  })

  test('are noted as seen together, and nobody else with them', async () => {
    const guest = { name: username('Bob'), now: EPOCH }
    const ids = await Promise.all([1, 2, 3].map(() => createGuest(database.write, guest)))
    await touchUsers(database.write, ids.slice(0, 2), EPOCH + 5)
    await touchUsers(database.write, [], EPOCH + 9)
    expect((await Promise.all(ids.map(read))).map((row) => row?.last_seen_at)).toEqual([EPOCH + 5, EPOCH + 5, EPOCH])
  })
})
