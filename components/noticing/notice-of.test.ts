import { describe, expect, it } from 'vitest'
import type { RoomCode, RoomId, UserId } from '#lib/shared/ids'
import type { ListedRoom, Silence, Stirred } from '#lib/shared/model'
import { countLit } from './count-lit'
import { noticeOf } from './notice-of'

const id = <T extends string>(text: string) => text as T
const [me, ada, bo] = [id<UserId>('me'), id<UserId>('ada'), id<UserId>('bo')]

function listed(change: Partial<ListedRoom> = {}): ListedRoom {
  return {
    room: { kind: 'group', id: id<RoomId>('room'), code: id<RoomCode>('QF7K2D9M'), title: 'Harbour' },
    level: 'all',
    readSeq: 4,
    unread: 0,
    isMentioned: false,
    lastPostedAt: 0,
    ...change,
  }
}

const PRIVATE: Partial<ListedRoom> = {
  room: { kind: 'private', id: id<RoomId>('chat'), other: { id: ada, name: 'Ada', hasLeft: false } },
}

function stir(change: Partial<Stirred> = {}): Stirred {
  return {
    roomId: id<RoomId>('room'),
    upto: 5,
    postedAt: 0,
    posts: [{ userId: ada, count: 1 }],
    mentioned: [],
    last: { author: { id: ada, name: 'Ada' }, text: 'Low water' },
    ...change,
  }
}

const notice = (one: Stirred, room: ListedRoom, silences: Silence[] = []) =>
  noticeOf(one, room, { selfId: me, silences })
const mute = (userId: UserId): Silence => ({ userId, name: 'Somebody', kind: 'mute' })

describe('what is worth a notice [E57]', () => {
  it.each([
    ['all', [], 'message'],
    ['all', [me], 'mention'],
    ['mentions', [], undefined],
    ['mentions', [me], 'mention'],
    ['nothing', [], undefined],
    ['nothing', [me], undefined],
  ] as const)('at the level "%s", naming %j', (level, mentioned, kind) => {
    expect(notice(stir({ mentioned: [...mentioned] }), listed({ level }))?.kind).toBe(kind)
  })

  it('who names everybody names me', () => {
    expect(notice(stir({ namesAll: true }), listed({ level: 'mentions' }))?.kind).toBe('mention')
  })

  it('a private chat is always told of', () => {
    expect(notice(stir(), listed({ ...PRIVATE, level: 'nothing' }))?.kind).toBe('private')
  })

  it('what was read in another tab, and what I wrote there, is not', () => {
    expect(notice(stir(), listed({ readSeq: 5 }))).toBeUndefined()
    expect(notice(stir({ posts: [{ userId: me, count: 2 }] }), listed())).toBeUndefined()
  })

  it('the muted and the blocked never are, not even their words beside another’s', () => {
    expect(notice(stir({ mentioned: [me] }), listed(), [mute(ada)])).toBeUndefined()
    expect(notice(stir(), listed(PRIVATE), [{ ...mute(ada), kind: 'block' }])).toBeUndefined()
    const both = [
      { userId: ada, count: 3 },
      { userId: bo, count: 2 },
    ]
    expect(notice(stir({ posts: both }), listed(), [mute(ada)])).toEqual({ kind: 'message', count: 2 })
    expect(notice(stir({ posts: both }), listed(), [mute(bo)])?.last?.text).toBe('Low water')
  })
})

describe('the number in the title [E56]', () => {
  const unread = (level: ListedRoom['level'], isMentioned = false) => listed({ unread: 3, level, isMentioned })

  it('counts what is new in rooms that may light the lamp', () => {
    const rooms = [unread('all'), unread('mentions'), unread('mentions', true), unread('nothing', true)]
    expect(countLit(rooms, undefined)).toEqual({ count: 6, isMentioned: true })
    expect(countLit([unread('all')], undefined)).toEqual({ count: 3, isMentioned: false })
  })

  it('leaves out the room that is being looked at', () => {
    expect(countLit([unread('all')], id<RoomId>('room'))).toEqual({ count: 0, isMentioned: false })
  })
})
