import { expect, it } from 'vitest'
import type { RosterMember } from '#lib/client/room-state'
import type { UserId } from '#lib/shared/ids'
import { tagOf } from '#lib/shared/names'
import { nameTags } from './name-tags'

function member(userId: string, name: string): RosterMember {
  return { userId: userId as UserId, name, role: 'member', state: 'present', lastSeenAt: 0 }
}

it('only names that differ in letter case at most are tagged, and all of them', () => {
  const tags = nameTags([member('1', 'Bob'), member('2', 'bob'), member('3', 'Ada'), member('4', 'Bób')], [])
  expect([...tags]).toEqual([
    ['1', tagOf('1')],
    ['2', tagOf('2')],
  ])
})
