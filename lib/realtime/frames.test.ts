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

const raw = (path?: string) => openRawSocket(server.origin, { Cookie: ada.cookie }, path)

/** A connection of Ada's that may send commands. */
async function connected(): Promise<RawSocket> {
  const socket = await raw()
  await socket.hears('0{')
  socket.send('40{"v":1}')
  await socket.hears('40{')
  return socket
}

const leave = (id: string) => `42${id}["room:leave",{"roomId":"${ada.roomId}"}]`

/** True while the connection still answers commands. */
async function stillAnswers(socket: RawSocket): Promise<boolean> {
  socket.send(leave('77'))
  return Promise.race([socket.hears('4377[').then(() => true), socket.closed.then(() => false)])
}

describe('Socket.IO packets that are none close the connection they came on', () => {
  test.each([
    '42{"toString":"x"}',
    '42[{"toString":"x"}]',
    '42[]',
    '42[null]',
    '42[true,{}]',
    '42[["room:leave"],{}]',
    '42null',
    '42"room:leave"',
    '42["room:leave"',
    '42["room:leave",{"roomId":}]',
    ...['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].map(
      (name) => `42["${name}",{}]`,
    ),
    '42/unknown,["room:leave",{}]',
    '40{"v":1}{',
    '40[1]',
    '41{}',
    '43"ack"',
    '45["room:leave"]',
    '45-["room:leave",{"_placeholder":true,"num":0}]',
    '451["room:leave",{"_placeholder":true,"num":0}]',
    '4599999999999-["room:leave",{"_placeholder":true,"num":0}]',
    '45x-["room:leave"]',
    '49["room:leave",{}]',
    '4',
    '4x',
    '9',
    'b4',
    '',
  ])('%s', async (packet) => {
    const socket = await connected()
    socket.send(packet)
    expect(await stillAnswers(socket)).toBe(false)
    socket.destroy()
  })
})

describe('attachments that do not fit close the connection they came on', () => {
  const attached: [string, string, number][] = [
    ['a place that is a method', '451-1["message:send",{"_placeholder":true,"num":"splice"}]', 1],
    ['a place below the first', '451-1["message:send",{"_placeholder":true,"num":-1}]', 1],
    ['a place beyond the last', '451-1["message:send",{"_placeholder":true,"num":10}]', 1],
    ['a place that is no number', '451-1["message:send",{"_placeholder":true,"num":"__proto__"}]', 1],
    ['bytes when none are due', '2', 1],
    ['no attachments announced, then endless ones', '450-["room:leave",{}]', 50],
    ['text when an attachment is due', '451-["room:leave",{"_placeholder":true,"num":0}]', 0],
  ]
  test.each(attached)('%s', async (_, packet, attachments) => {
    const socket = await connected()
    socket.send(packet)
    for (let at = 0; at < attachments; at++) socket.sendFrame({ opcode: 2, payload: Buffer.from([4, 1, 2, 3]) })
    expect(await stillAnswers(socket)).toBe(false)
    socket.destroy()
  })
})

describe('packets that are odd and harmless', () => {
  test.each([
    ['an answer to nothing', '430["x"]'],
    ['an answer to nothing, by a name of every object', '43__proto__["x"]'],
    ['a second CONNECT', '40{"v":1}'],
    ['a CONNECT to a namespace that is not there', '40/admin,{"v":1}'],
    ['a CONNECT to a namespace by a name of every object', '40/__proto__,{"v":1}'],
    ['an engine noop', '6'],
    ['an event without a name', '42'],
  ])('%s is dropped or closes this connection only', async (_, packet) => {
    const socket = await connected()
    socket.send(packet)
    await stillAnswers(socket)
    socket.destroy()
  })

  test('a payload nested seven thousand deep is refused', async () => {
    const socket = await connected()
    socket.send(`421["message:send",${'['.repeat(7_000)}${']'.repeat(7_000)}]`)
    expect(await socket.hears('431[')).toContain('"code":"invalid"')
    expect(await stillAnswers(socket)).toBe(true)
    socket.destroy()
  })

  test('a number where the name belongs is no command', async () => {
    const socket = await connected()
    socket.send('421[1,{}]')
    expect(await socket.hears('431[')).toContain('"code":"invalid"')
    socket.destroy()
  })
})
