import { expect, test, vi } from 'vitest'
import type { RoomId } from '../shared/ids'
import { Event } from '../shared/protocol'
import { broadcast, broadcastBoth, eventOf } from './broadcast'
import { encodeFrame, type Line } from './line'

const roomId = 'a' as RoomId
const advanced = eventOf(Event.roomAdvanced, { roomId, since: 0, upto: 1, head: 1, messages: [] })
const heads = eventOf(Event.roomHeads, { [roomId]: 1 })

function audienceOf(...ids: string[]) {
  const heard = new Map<string, string[]>()
  const lineOf = (id: string): Line => {
    const own: string[] = []
    heard.set(id, own)
    return {
      write: vi.fn(({ frame }) => own.push(frame.toString())),
      writeBoth: vi.fn(({ bytes }) => own.push(bytes.toString())),
      writeSoon: vi.fn(),
      writeBeforeAdvance: vi.fn(),
    }
  }
  const lines = new Map(ids.map((id) => [id, lineOf(id)]))
  const of = (...some: string[]) => new Map([...lines].filter(([id]) => some.includes(id)))
  return { of, heard }
}

test('an event is what Socket.IO would send', () => {
  expect(heads.frame).toEqual(encodeFrame('42["room:heads",{"a":1}]'))
})

const awake = () => true

test('everybody of an audience hears an event once, and nobody else', () => {
  const { of, heard } = audienceOf('ada', 'teo', 'mina')
  expect(broadcast(of('ada', 'teo'), heads)(awake)).toBe(true)
  expect([...heard.values()]).toEqual([[heads.frame.toString()], [heads.frame.toString()], []])
})

test('of two events each audience hears its own; who is in both hears both in one piece, the first one first', () => {
  const { of, heard } = audienceOf('watching', 'both', 'member', 'nobody')
  broadcastBoth(of('watching', 'both'), advanced, of('both', 'member'), heads)(awake)
  expect(Object.fromEntries(heard)).toEqual({
    watching: [advanced.frame.toString()],
    both: [advanced.frame.toString() + heads.frame.toString()],
    member: [heads.frame.toString()],
    nobody: [],
  })
})

/** Awake for so many looks at the clock, then not any more. */
function awakeFor(looks: number): () => boolean {
  let left = looks
  return () => left-- > 0
}

test('where the process stood still between two readers, those who are gone by then are told nothing', () => {
  const { of, heard } = audienceOf('ada', 'teo', 'mina')
  const audience = of('ada', 'teo', 'mina')
  const telling = broadcast(audience, heads)
  expect(telling(awakeFor(1))).toBe(false)
  audience.delete('teo')
  expect(telling(awake)).toBe(true)
  expect([...heard.values()].map(({ length }) => length)).toEqual([1, 0, 1])
})

test('so it is with two events, and nobody is told anything twice', () => {
  const { of, heard } = audienceOf('watching', 'both', 'member', 'gone', 'gone from one')
  const [watching, members] = [of('watching', 'both', 'gone from one'), of('both', 'member', 'gone', 'gone from one')]
  const telling = broadcastBoth(watching, advanced, members, heads)
  expect(telling(awakeFor(2))).toBe(false)
  watching.delete('both')
  watching.delete('gone from one')
  expect(telling(awakeFor(2))).toBe(false)
  members.delete('gone')
  expect(telling(awake)).toBe(true)
  expect(Object.fromEntries([...heard].map(([id, own]) => [id, own.length]))).toEqual({
    watching: 1,
    both: 1,
    member: 1,
    gone: 0,
    'gone from one': 0,
  })
})
