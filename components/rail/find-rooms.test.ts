import { describe, expect, test } from 'vitest'
import type { RoomCode, RoomId } from '#lib/shared/ids'
import type { ListedRoom } from '#lib/shared/model'
import { findRooms } from './find-rooms'

function listed(title: string, rest: Partial<ListedRoom> = {}): ListedRoom {
  const room = { kind: 'group' as const, id: title as RoomId, code: 'QF7K-2D9M' as RoomCode, title }
  return { room, level: 'all', readSeq: 0, unread: 0, isMentioned: false, lastPostedAt: 0, ...rest }
}

const ROOMS = [
  listed('Harbour planning', { lastPostedAt: 30 }),
  listed('Café Noir', { lastPostedAt: 20 }),
  listed('Night shift', { lastPostedAt: 10, unread: 3 }),
  listed('Old harbour', { lastPostedAt: 5 }),
]

const found = (query: string, currentId = '') => findRooms(ROOMS, query, currentId).map(({ room }) => room.id)

describe('[E74] The switcher lists', () => {
  test('what is unread first, then what is newest, and last the room that is on the screen', () => {
    expect(found('', 'Harbour planning')).toEqual(['Night shift', 'Café Noir', 'Old harbour', 'Harbour planning'])
  })

  test('the rooms that have the words anywhere in their name, whatever their accents and case', () => {
    expect(found('HARBOUR')).toEqual(['Harbour planning', 'Old harbour'])
    expect(found(' cafe ')).toEqual(['Café Noir'])
    expect(found('nowhere')).toEqual([])
  })
})
