import { expect, test } from 'vitest'
import { createId, type UserId } from '../shared/ids'
import type { PresenceChange } from '../shared/model'
import { applyPresence, keepNotices, noticesOf, toRoster } from './roster'

const bob: PresenceChange = {
  userId: createId<UserId>(),
  name: 'Bob',
  state: 'present',
  role: 'member',
  lastSeenAt: 1,
}
const roomId = createId<never>()
const roster = toRoster({ version: 1, count: 1, list: [bob] })

test('who is away for long stays on the list as absent', () => {
  const next = applyPresence(roster, { roomId, version: 2, count: 0, changes: [{ ...bob, state: 'absent' }] })
  expect(next).toMatchObject({ count: 0, list: [{ name: 'Bob', state: 'absent' }] })
})

test('who has left the room is on no list, so the next Bob is the only one', () => {
  const left = { ...bob, state: 'absent', hasLeft: true } as const
  const next = { ...bob, userId: createId<UserId>() }
  const after = applyPresence(roster, { roomId, version: 2, count: 1, changes: [left, next] })
  expect(after?.list).toEqual([next])
})

test('a version that was missed asks for the whole list again, an old one changes nothing', () => {
  expect(applyPresence(roster, { roomId, version: 3, count: 0, changes: [] })).toBeUndefined()
  expect(applyPresence(roster, { roomId, version: 1, count: 0, changes: [] })).toBe(roster)
})

test('who is here stands first, then by name, and two of one name always in the same order', () => {
  const person = (name: string, state: PresenceChange['state']) => ({ ...bob, userId: createId<UserId>(), name, state })
  const [eve, ada, zoe] = [person('Eve', 'absent'), person('Ada', 'away'), person('Zoe', 'present')]
  const bobs = [person('Bob', 'present'), person('Bob', 'present')].sort((a, b) => (a.userId < b.userId ? -1 : 1))
  const expected = [...bobs, zoe, ada, eve]
  for (const list of [expected, expected.toReversed()]) {
    expect(toRoster({ version: 1, count: 4, list }).list).toEqual(expected)
  }
})

test('a notice is of others who come, go or are called otherwise, and a visit keeps the last fifty', () => {
  const told = (change: Partial<PresenceChange>, selfId = createId<UserId>()) =>
    noticesOf(roster, [{ ...bob, ...change }], { selfId, afterSeq: 7, at: 9 }).map(({ kind }) => kind)
  expect(told({ state: 'absent' })).toEqual(['left'])
  expect(told({ state: 'away' })).toEqual([])
  expect(told({ name: 'Rob' })).toEqual(['renamed'])
  expect(told({ name: 'Rob', state: 'absent' })).toEqual(['renamed', 'left'])
  expect(told({ userId: createId<UserId>() })).toEqual(['joined'])
  expect(told({ userId: createId<UserId>(), state: 'absent' })).toEqual([])
  expect(told({ state: 'absent' }, bob.userId)).toEqual([])
  const one = (at: number) =>
    noticesOf(roster, [{ ...bob, state: 'absent' }], { selfId: createId<UserId>(), afterSeq: 7, at })
  const many = Array.from({ length: 60 }, (_, at) => one(at)).reduce(keepNotices, [])
  expect(many.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, at) => at + 10))
})
