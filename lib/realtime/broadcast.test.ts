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

test('everybody of an audience hears an event once, and nobody else', () => {
  const { of, heard } = audienceOf('ada', 'teo', 'mina')
  broadcast(of('ada', 'teo'), heads)
  expect([...heard.values()]).toEqual([[heads.frame.toString()], [heads.frame.toString()], []])
})

test('of two events each audience hears its own; who is in both hears both in one piece, the first one first', () => {
  const { of, heard } = audienceOf('watching', 'both', 'member', 'nobody')
  broadcastBoth(of('watching', 'both'), advanced, of('both', 'member'), heads)
  expect(Object.fromEntries(heard)).toEqual({
    watching: [advanced.frame.toString()],
    both: [advanced.frame.toString() + heads.frame.toString()],
    member: [heads.frame.toString()],
    nobody: [],
  })
})
