import { expect, test } from 'vitest'
import { createId, type UserId } from '../shared/ids'
import type { PresenceChange } from '../shared/model'
import { applyPresence, toRoster } from './roster'

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
