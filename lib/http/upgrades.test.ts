import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SOCKET_PATH } from '../shared/protocol'
import { type Canary, canary } from '../testing/canary'
import { create, type Person } from '../testing/client'
import { ENGINE_QUERY, exchange, openRawSocket } from '../testing/raw-socket'
import { startServer, type TestServer } from '../testing/server'
import { routeUpgrades } from './upgrades'

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

type Asked = { target: string; upgrade?: string; lines?: string[]; method?: string }

function upgrade({ target, upgrade: to = 'websocket', lines = [], method = 'GET' }: Asked): string {
  const { host, origin } = new URL(server.origin)
  const fixed = [`Host: ${host}`, `Origin: ${origin}`, `Upgrade: ${to}`, 'Connection: Upgrade', `Cookie: ${ada.cookie}`]
  const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`
  const all = [...fixed, 'Sec-WebSocket-Version: 13', key, ...lines]
  return `${method} ${target} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`
}

describe('an upgrade of anything but the socket path is not found', () => {
  test.each([
    '/',
    '/chat',
    '/socket.io',
    '/socket.iox/?EIO=4&transport=websocket',
    '//socket.io/?EIO=4&transport=websocket',
    '/_next/hmr',
    '/_next/webpack-hmr',
    '/join',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1/socket.io/?EIO=4&transport=websocket',
    '*',
  ])('%s', async (target) => {
    expect(await exchange(server.origin, upgrade({ target }))).toMatch(
      /^HTTP\/1\.1 (404 Not Found|400 Bad Request)\r\n/,
    )
  })
})

describe('an upgrade of the socket path that is not one of ours is refused', () => {
  const socket = `${SOCKET_PATH}/`
  const ours = `${socket}${ENGINE_QUERY}`
  const asked: [string, Asked][] = [
    ['a transport by the name of a method', { target: `${socket}?EIO=4&transport=constructor` }],
    ['a transport by the name of the prototype', { target: `${socket}?EIO=4&transport=__proto__` }],
    ['polling', { target: `${socket}?EIO=4&transport=polling` }],
    ['webtransport', { target: `${socket}?EIO=4&transport=webtransport` }],
    ['no transport', { target: `${socket}?EIO=4` }],
    ['no protocol', { target: `${socket}?transport=websocket` }],
    ['an old protocol', { target: `${socket}?EIO=3&transport=websocket` }],
    ['a connection nobody has', { target: `${ours}&sid=AAAAAAAAAAAAAAAAAAAA` }],
    ['a connection by the name of the prototype', { target: `${ours}&sid=__proto__` }],
    ['a connection by the name of a method', { target: `${ours}&sid=constructor` }],
    ['h2c', { target: ours, upgrade: 'h2c', lines: ['HTTP2-Settings: AAMAAABkAAQAAP__'] }],
    ['an upgrade to nothing', { target: ours, upgrade: '' }],
    ['a POST', { target: ours, method: 'POST' }],
    ['an old version of WebSocket', { target: ours, lines: ['Sec-WebSocket-Version: 7'] }],
    ['two keys', { target: ours, lines: ['Sec-WebSocket-Key: x'] }],
  ]
  test.each(asked)('%s', async (_, request) => {
    const answer = await exchange(server.origin, upgrade(request), { silentMs: 500 })
    expect(answer).not.toMatch(/^HTTP\/1\.1 5/)
    // The first packet of a connection that stands.
    expect(answer).not.toContain('"sid"')
  })

  test('plain requests to it, of any method and body', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
      for (const query of [ENGINE_QUERY, '?EIO=4&transport=polling', '?EIO=4&transport=polling&sid=__proto__', '']) {
        const response = await fetch(`${server.origin}${socket}${query}`, {
          method,
          headers: { 'Content-Type': 'application/octet-stream', Cookie: ada.cookie, Origin: server.origin },
          ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(100) }),
        })
        expect(response.status, `${method} ${query}`).toBe(400)
      }
    }
  })

  test('one with very many or very long headers', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => `X-Header-${at}: 1`)
    expect(await exchange(server.origin, upgrade({ target: ours, lines: many }))).toMatch(/^HTTP\/1\.1 431/)
    const long = [`X-Long: ${'x'.repeat(20_000)}`]
    expect(await exchange(server.origin, upgrade({ target: ours, lines: long }))).toMatch(/^HTTP\/1\.1 431/)
  })

  test('a second connection under the id of one that lives', async () => {
    const first = await openRawSocket(server.origin, { Cookie: ada.cookie })
    const { sid } = JSON.parse((await first.hears('0{')).slice(1))
    for (const query of [`${ENGINE_QUERY}&sid=${sid}`, `?EIO=3&transport=websocket&sid=${sid}`]) {
      await exchange(server.origin, upgrade({ target: `${socket}${query}` }), { silentMs: 300 })
    }
    first.send('40{"v":1}')
    expect(await first.hears('40{')).toContain('sid')
    first.destroy()
  })
})

test('in development hot reload reaches Next, and nothing else does', async () => {
  const [dev, forNext] = [createServer(), createServer()]
  const reached: (string | undefined)[] = []
  forNext.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    reached.push(request.url)
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: close\r\n\r\n')
  })
  routeUpgrades(dev, forNext, true)
  await new Promise<void>((listening) => dev.listen(0, '127.0.0.1', listening))
  const address = dev.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  expect(await exchange(origin, upgrade({ target: '/_next/hmr' }))).toMatch(/^HTTP\/1\.1 101/)
  for (const target of ['/chat', '/_nextdoor/hmr', '/x/_next/hmr'])
    expect(await exchange(origin, upgrade({ target }))).toMatch(/^HTTP\/1\.1 404/)
  expect(reached).toEqual(['/_next/hmr'])
  dev.close()
})

test('upgrades that are cut the moment they are asked for leave the server well', async () => {
  for (const target of ['/chat', `${SOCKET_PATH}/${ENGINE_QUERY}`, `${SOCKET_PATH}/?EIO=4&transport=constructor`]) {
    for (let at = 0; at < 20; at++) await cut(upgrade({ target, upgrade: at % 2 === 0 ? 'websocket' : 'h2c' }))
  }
})

/** Asks, and resets the connection while the answer is on its way. */
function cut(request: string): Promise<void> {
  const tcp = connect(server.port, '127.0.0.1')
  tcp.on('error', () => {})
  tcp.write(request, () => tcp.resetAndDestroy())
  return new Promise((resolve) => tcp.once('close', () => resolve()))
}
