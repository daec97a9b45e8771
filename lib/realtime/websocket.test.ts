import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Canary, canary } from '../testing/canary'
import { create, type Person } from '../testing/client'
import { openRawSocket, type RawSocket } from '../testing/raw-socket'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
let pair: Canary
let ada: Person
beforeAll(async () => {
  server = await startServer()
  pair = await canary(server)
  ada = await create(server, 'Ada')
})
afterAll(async () => {
  pair.close()
  await server.close()
})
afterEach(() => pair.sings())

async function connected(): Promise<RawSocket> {
  const socket = await openRawSocket(server.origin, { Cookie: ada.cookie })
  await socket.hears('0{')
  socket.send('40{"v":1}')
  await socket.hears('40{')
  return socket
}

const leave = (id: number) => `42${id}["room:leave",{"roomId":"${ada.roomId}"}]`
const openSockets = () => Promise.resolve(connectionsOf(server))

describe('frames that break the WebSocket protocol close the connection they came on', () => {
  const frames: [string, (socket: RawSocket) => void][] = [
    ['unmasked', (socket) => socket.sendFrame({ payload: leave(1), isMasked: false })],
    ['of an unknown kind', (socket) => socket.sendFrame({ opcode: 3, payload: leave(1) })],
    ['of an unknown control kind', (socket) => socket.sendFrame({ opcode: 11 })],
    ['with bits nobody agreed on', (socket) => socket.sendFrame({ payload: leave(1), reserved: 4 })],
    ['a continuation of nothing', (socket) => socket.sendFrame({ opcode: 0, payload: leave(1) })],
    ['a PING in pieces', (socket) => socket.sendFrame({ opcode: 9, isFinal: false })],
    ['a PING that is too long', (socket) => socket.sendFrame({ opcode: 9, payload: 'x'.repeat(126) })],
    ['a CLOSE with half a code', (socket) => socket.sendFrame({ opcode: 8, payload: 'x' })],
    ['a CLOSE with a code of nobody', (socket) => socket.sendFrame({ opcode: 8, payload: Buffer.from([0x03, 0xed]) })],
    ['text that is not UTF-8', (socket) => socket.sendFrame({ payload: Buffer.from([0x34, 0xc3, 0x28]) })],
    ['a length over 16 KB', (socket) => socket.sendFrame({ payload: 'x', length: 16 * 1024 + 1 })],
    ['a length of 100 MB', (socket) => socket.sendFrame({ payload: 'x', length: 100 * 1024 * 1024 })],
    ['a length of 2^62', (socket) => socket.sendFrame({ payload: 'x', length: 2 ** 62 })],
    ['HTTP in the middle', (socket) => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['random bytes', (socket) => socket.write(Buffer.from('f7c4a1'.repeat(500), 'hex'))],
    [
      'pieces that together are over 16 KB',
      (socket) => {
        socket.sendFrame({ isFinal: false, payload: 'x'.repeat(9_000) })
        socket.sendFrame({ opcode: 0, payload: 'x'.repeat(9_000) })
      },
    ],
    [
      'endless empty pieces',
      (socket) => {
        socket.sendFrame({ isFinal: false })
        for (let at = 0; at < 200_000; at++) socket.sendFrame({ opcode: 0, isFinal: false })
      },
    ],
  ]
  test.each(frames)('%s', async (_, sendFrames) => {
    const socket = await connected()
    sendFrames(socket)
    await socket.closed
    expect(socket.texts.filter((text) => text.startsWith('43'))).toEqual([])
  })
})

test('a command in pieces is heard once', async () => {
  const socket = await connected()
  const whole = leave(5)
  socket.sendFrame({ isFinal: false, payload: whole.slice(0, 9) })
  socket.sendFrame({ opcode: 9 })
  socket.sendFrame({ opcode: 0, payload: whole.slice(9) })
  expect(await socket.hears('435[')).toBe('435[{"ok":true,"value":{}}]')
  socket.destroy()
})

test('a flood of PINGs whose answers nobody reads holds up nobody', async () => {
  const socket = await connected()
  socket.stopReading()
  for (let at = 0; at < 50_000; at++) socket.sendFrame({ opcode: 9, payload: 'x'.repeat(125) })
  await pair.sings()
  socket.destroy()
})

test('connections that are cut at any byte leave nothing behind', async () => {
  const before = await openSockets()
  const whole = Buffer.from(leave(1))
  for (let at = 1; at < whole.length; at += 7) {
    const socket = await connected()
    socket.sendFrame({ payload: whole.subarray(0, at), length: whole.length })
    socket.destroy()
  }
  await expect.poll(openSockets).toBe(before)
})

test('who never says who it is is cut within seconds and counts meanwhile', async () => {
  const strict = await startServer({ limits: { socketsPerAddress: 3 } })
  const silent = await Promise.all([1, 2, 3].map(() => openRawSocket(strict.origin)))
  await expect(openRawSocket(strict.origin)).rejects.toThrow('400')
  await Promise.all(silent.map(({ closed }) => closed))
  const next = await openRawSocket(strict.origin)
  next.destroy()
  await strict.close()
})

function connectionsOf({ server: http }: TestServer): Promise<number> {
  return new Promise((resolve, reject) =>
    http.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}
