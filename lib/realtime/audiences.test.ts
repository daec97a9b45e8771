import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { expect, test, vi } from 'vitest'
import type { RoomId, SessionId } from '../shared/ids'
import { createAudiences } from './audiences'
import { memberChannel, roomChannel, sessionChannel } from './channels'
import type { Line } from './line'
import type { ParleyServer } from './sockets'

const room = 'a' as RoomId
const CHANNELS = [roomChannel(room), memberChannel(room)]

/** Socket.IO's own server and adapter, with sockets as far as they are asked about. */
function open() {
  const io: ParleyServer = new Server(createServer())
  const { adapter, sockets } = io.of('/')
  const audiences = createAudiences(io)
  const connect = (id: string): Line => {
    const line: Line = { write: vi.fn(), writeBoth: vi.fn(), writeSoon: vi.fn(), writeBeforeAdvance: vi.fn() }
    sockets.set(id, { data: { line } } as never)
    return line
  }
  const hearing = (channel: string) => [...audiences.of(channel)]
  return { adapter, audiences, connect, hearing }
}

test.each(CHANNELS)('of %s are those who joined it and have not left', (channel) => {
  const { adapter, connect, hearing } = open()
  const [ada, teo] = [connect('ada'), connect('teo')]
  expect(hearing(channel)).toEqual([])
  adapter.addAll('ada', new Set([channel]))
  adapter.addAll('teo', new Set([channel, sessionChannel('s' as SessionId)]))
  expect(hearing(channel)).toEqual([
    ['ada', ada],
    ['teo', teo],
  ])
  adapter.del('ada', channel)
  expect(hearing(channel)).toEqual([['teo', teo]])
  // As Socket.IO does for one who disconnects.
  adapter.delAll('teo')
  expect(hearing(channel)).toEqual([])
})

test('who joins twice is heard once, and one channel tells nothing of another', () => {
  const { adapter, connect, hearing } = open()
  const ada = connect('ada')
  const [watching, member] = CHANNELS as [string, string]
  adapter.addAll('ada', new Set([watching]))
  adapter.addAll('ada', new Set([watching]))
  expect(hearing(watching)).toEqual([['ada', ada]])
  expect(hearing(member)).toEqual([])
})

test('channels that no room has are not kept', () => {
  const { adapter, connect, hearing } = open()
  connect('ada')
  const session = sessionChannel('s' as SessionId)
  adapter.addAll('ada', new Set([session, 'ada']))
  expect([hearing(session), hearing('ada')]).toEqual([[], []])
})

test('nothing is kept after the close', () => {
  const { adapter, audiences, connect, hearing } = open()
  connect('ada')
  adapter.addAll('ada', new Set(CHANNELS))
  audiences.close()
  connect('teo')
  adapter.addAll('teo', new Set(CHANNELS))
  expect(CHANNELS.flatMap(hearing)).toEqual([])
})
