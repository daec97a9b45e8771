import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type RoomId, type UserId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, type People, username } from '../testing/people'
import { leaveRoom, listMembers, renameMember } from './members'
import { fillNameKeys, findFreeName } from './naming'

describeOnDialects('taking a name', ({ open }) => {
  let database: Database
  let people: People
  let roomId: RoomId
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    people = createPeople(database)
    roomId = (await people.room()).id
  })

  const told = async (attempt: Promise<unknown>): Promise<unknown> => {
    const outcome = await attempt.catch((error: unknown) => error)
    return isRefusal(outcome) ? [outcome.code, outcome.detail.fields?.name].filter(Boolean).join(' ') : 'in'
  }
  const join = async (name: string, under = name) => told(people.join(roomId, await people.guest(name), under))
  const rename = ({ userId }: Guest, to: string) =>
    told(
      database.transact((trx) =>
        renameMember(trx, { roomId, userId, name: username(to), now: people.time.now, nameHeldMs: 24 * HOUR }),
      ),
    )
  const names = async () => (await listMembers(database.read, roomId)).map(({ name }) => name).sort()

  test.each([
    ['bob', 'b0b'],
    ['Bill', 'BiIl'],
    ['Ada', 'Аdа'.normalize()],
    ['Ann', 'Аnn'],
    ['modern', 'modem'],
  ])('[E41] [P17] a look-alike of a name in use is refused: %s, then %s', async (first, second) => {
    expect(await join(first)).toBe('in')
    expect(await join(second)).toMatch(/^(name_lookalike|invalid mixed_scripts)$/)
    expect(await names()).toEqual([first])
  })

  test('[E41] names that differ in ASCII letter case only may both be there', async () => {
    for (const name of ['Bob', 'bob', 'BOB', 'bOB']) expect(await join(name)).toBe('in')
    expect(await join('Bob')).toBe('name_taken')
    expect(await join('B0b')).toBe('name_lookalike')
    expect(await names()).toHaveLength(4)
  })

  test('a look-alike of who left is nobody’s, and of a guest long gone is theirs no more', async () => {
    const bill = await people.guest('Bill')
    await people.join(roomId, bill)
    expect(await join('BiIl')).toBe('name_lookalike')
    await database.transact((trx) => leaveRoom(trx, { roomId, userId: bill.userId }))
    expect(await join('BiIl')).toBe('in')
    people.time.now += 25 * HOUR
    expect(await join('Bill')).toBe('in')
    expect(await names()).toEqual(['Bill'])
  })

  test('[P17] reserved names and mixed scripts are refused to everybody', async () => {
    expect(await join('Admin')).toBe('invalid reserved')
    expect(await join('Boб')).toBe('invalid mixed_scripts')
    const ada = await people.guest('Ada')
    await people.join(roomId, ada)
    expect(await rename(ada, 'HOST')).toBe('invalid reserved')
    expect(await names()).toEqual(['Ada'])
  })

  test('renaming follows the rules of joining, and a stranger has nothing to rename', async () => {
    const [ada, bob] = [await people.guest('Ada'), await people.guest('Bob')]
    await people.join(roomId, ada)
    await people.join(roomId, bob)
    expect(await rename(ada, 'Bob')).toBe('name_taken')
    expect(await rename(ada, 'B0b')).toBe('name_lookalike')
    expect(await rename(ada, 'ADA')).toBe('in')
    expect(await rename(ada, 'ADA')).toBe('in')
    expect(await rename(await people.guest('Bob'), 'Bob')).toBe('not_found')
    expect(await names()).toEqual(['ADA', 'Bob'])
    const row = database.read.selectFrom('users').select('name').where('id', '=', ada.userId)
    expect(await row.executeTakeFirst()).toEqual({ name: 'ADA' })
  })

  test('of look-alikes that come at the same moment one is in', async () => {
    for (let round = 0; round < 5; round += 1) {
      roomId = (await people.room()).id
      const outcomes = await Promise.all([join('bob'), join('b0b'), join('bоb'.replace('о', '0'))])
      expect(outcomes.filter((one) => one === 'in')).toHaveLength(1)
      expect(await names()).toHaveLength(1)
    }
  })

  test('what is offered instead is no look-alike either', async () => {
    for (const name of ['Bill', 'Bill 2']) await join(name)
    const free = await findFreeName(database.read, roomId, username('BiIl'))
    expect(free).toBe('BiIl 3')
    expect(await join(free)).toBe('in')
  })

  test('members from before there were keys get theirs at the next start', async () => {
    await join('bob')
    await database.write.updateTable('members').set({ name_key1: null, name_key2: null }).execute()
    expect(await join('b0b')).toBe('in')
    await fillNameKeys(database)
    expect(await join('bOb'.replace('O', '０'))).toBe('name_lookalike')
    const rows = await database.read.selectFrom('members').select('name_key1').where('name_key1', 'is', null).execute()
    expect(rows).toEqual([])
  })

  test('the database lets nobody take a name twice where the rules overlook that it is taken', async () => {
    await join('Bob')
    await database.write.updateTable('members').set({ name_key1: null, name_key2: null }).execute()
    expect(await join('Bob')).toBe('name_taken')
    expect(await names()).toEqual(['Bob'])
  })

  test('any other fault of the database is not told as a name that is taken', async () => {
    const nobody = { userId: createId<UserId>(), name: username('Bob') }
    const fault = await people.join(roomId, nobody).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(Error)
    expect(isRefusal(fault)).toBe(false)
  })

  test('who is in keeps a name that would be refused today', async () => {
    const old = await people.guest('Ada')
    await people.join(roomId, old)
    await database.write.updateTable('members').set({ name: 'Host' }).where('user_id', '=', old.userId).execute()
    expect(await told(people.join(roomId, old, 'Host'))).toBe('in')
  })
})
