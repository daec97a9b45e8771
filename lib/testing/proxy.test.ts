import { once } from 'node:events'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FaultyNetwork, startProxy } from './proxy'

let echo: Server
let network: FaultyNetwork
let client: Socket
let received: Buffer[]

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  network = await startProxy(portOf(echo))
  client = dial(network.port, '127.0.0.1')
  client.on('error', () => {})
  received = []
  client.on('data', (bytes) => received.push(bytes))
  await once(client, 'connect')
})
afterEach(async () => {
  client.destroy()
  await network.close()
  echo.close()
})

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Resolves when it is over, however. */
const closing = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

/** Resolves with how long it took until so many bytes were back, milliseconds. */
async function bytesBack(count: number): Promise<number> {
  const from = performance.now()
  while (Buffer.concat(received).length < count) await once(client, 'data')
  return performance.now() - from
}

describe('a faulty network', () => {
  test('passes on what it is given, in order', async () => {
    client.write('one ')
    client.write('two')
    await bytesBack(7)
    expect(Buffer.concat(received).toString()).toBe('one two')
  })

  test('holds bytes back for as long as it is told, in both directions', async () => {
    network.delay(60, 20)
    client.write('late')
    expect(await bytesBack(4)).toBeGreaterThanOrEqual(110)
  })

  test('lets no more bytes a second through than it is told, and loses none', async () => {
    network.throttle(20_000)
    const sent = Buffer.alloc(8_000, 'abcdefgh')
    client.write(sent)
    expect(await bytesBack(8_000)).toBeGreaterThanOrEqual(300)
    expect(Buffer.concat(received).equals(sent)).toBe(true)
  })

  test('slices what passes without changing it', async () => {
    network.slice(3)
    client.write('in pieces of three')
    await bytesBack(18)
    expect(Buffer.concat(received).toString()).toBe('in pieces of three')
  })

  test('cuts a connection after so many bytes', async () => {
    network.closeAfter(10)
    const closed = closing(client)
    client.write('far more than ten bytes')
    await closed
  })

  test('is a plain wire again once it is healed', async () => {
    network.delay(30_000)
    client.write('held')
    // The proxy has it once something that is written later on another connection would have passed.
    const other = dial(network.port, '127.0.0.1')
    await once(other, 'connect')
    await new Promise((resolve) => setImmediate(resolve))
    network.heal()
    client.write(' on')
    await bytesBack(7)
    expect(Buffer.concat(received).toString()).toBe('held on')
    other.destroy()
  })

  test('chooses its target anew for every connection, and refuses where there is none', async () => {
    let target: number | undefined = portOf(echo)
    const chosen = await startProxy(() => target)
    const first = dial(chosen.port, '127.0.0.1')
    await once(first, 'connect')
    first.write('hello')
    await once(first, 'data')
    target = undefined
    const second = dial(chosen.port, '127.0.0.1')
    second.on('error', () => {})
    await closing(second)
    first.destroy()
    await chosen.close()
  })
})
