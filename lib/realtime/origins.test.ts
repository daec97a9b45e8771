import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lanAddresses } from '../http/origin-rule'
import { SOCKET_PATH } from '../shared/protocol'
import { join, type Person, refusalOf } from '../testing/client'
import { ENGINE_QUERY, exchange, openRawSocket } from '../testing/raw-socket'
import { startServer, type TestServer } from '../testing/server'

/** Whether the server opens a WebSocket for a request with these headers. */
async function opens(server: TestServer, headers: Record<string, string>): Promise<boolean> {
  try {
    const socket = await openRawSocket(server.origin, headers)
    socket.destroy()
    return true
  } catch {
    return false
  }
}

function upgrade(lines: string[]): string {
  const fixed = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13']
  const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`
  return `GET ${SOCKET_PATH}/${ENGINE_QUERY} HTTP/1.1\r\n${[...lines, ...fixed, key].join('\r\n')}\r\n\r\n`
}

/** What a page on another site, or a sloppy check, might pass off as `http://host:port`. */
const foreignOrigins = (host: string, port: number): string[] => [
  '',
  'null',
  'undefined',
  '*',
  'https://evil.example',
  `http://evil.example:${port}`,
  `https://${host}:${port}`,
  `ws://${host}:${port}`,
  `file://${host}:${port}`,
  `http://${host}`,
  `http://${host}:${port + 1}`,
  `http://${host}:0${port}`,
  `http://${host}:${port}0`,
  `http://${host}:${port}/`,
  `http://${host}:${port}.evil.example`,
  `http://${host}.evil.example:${port}`,
  `http://evil${host}:${port}`,
  `http://${host}.:${port}`,
  `http://user@${host}:${port}`,
  `http://${host}:${port}@evil.example`,
  `http://${host}:${port}#evil.example`,
  `http://${host}:${port}, http://evil.example`,
  `http://${host}:${port} http://evil.example`,
  `HTTP://${host}:${port}`,
  `http:/${host}:${port}`,
  `//${host}:${port}`,
  `${host}:${port}`,
  `http://localhost:${port}`,
  `http://[::1]:${port}`,
  `http://[::ffff:127.0.0.1]:${port}`,
  `http://127.1:${port}`,
  `http://2130706433:${port}`,
  `http://0.0.0.0:${port}`,
  `http://${host}:${port}${'a'.repeat(4_000)}`,
]

const foreignHosts = (host: string, port: number): string[] => [
  '',
  'evil.example',
  `evil.example:${port}`,
  `${host}.evil.example:${port}`,
  `evil${host}:${port}`,
  `localhost.evil.example:${port}`,
  `localhost.:${port}`,
  `${host}:${port}@evil.example`,
  `${host}:${port}, evil.example`,
  `0.0.0.0:${port}`,
  `127.1:${port}`,
  `2130706433:${port}`,
  `169.254.169.254:${port}`,
  `[::1:${port}`,
  `[::2]:${port}`,
  `__proto__:${port}`,
]

describe('with nothing configured', () => {
  let server: TestServer
  let ada: Person
  beforeAll(async () => {
    server = await startServer({ host: '0.0.0.0' })
    ada = await join(server, 'Ada')
  })
  afterAll(() => server.close())

  test('only the page of the very host that is asked opens a connection', async () => {
    const { port } = server
    expect(await opens(server, {})).toBe(true)
    expect(await opens(server, { Host: `localhost:${port}`, Origin: `http://localhost:${port}` })).toBe(true)
    for (const origin of foreignOrigins('127.0.0.1', port)) {
      expect(await opens(server, { Origin: origin }), origin).toBe(false)
    }
  })

  test('a connection with two Origins is refused, and one without gets in by a ticket only', async () => {
    const host = `Host: 127.0.0.1:${server.port}`
    const origin = `Origin: ${server.origin}`
    expect(await exchange(server.origin, upgrade([host, origin, origin]))).toMatch(/^HTTP\/1\.1 400/)
    expect(await refusalOf(server, ada, { origin: null })).toBe('unauthenticated')
  })

  test('a name that is made to point here opens nothing, though Origin and Host agree', async () => {
    for (const host of foreignHosts('127.0.0.1', server.port)) {
      const headers = { Host: host, Origin: `http://${host}` }
      expect(await opens(server, headers), host).toBe(false)
      expect(await opens(server, { ...headers, 'X-Forwarded-Host': `127.0.0.1:${server.port}` }), host).toBe(false)
    }
  })

  test('the refusal says that APP_URL names the public origin', async () => {
    const answer = await exchange(server.origin, upgrade(['Host: chat.example', 'Origin: https://chat.example']))
    expect(answer).toContain('set APP_URL to the public origin')
  })

  const lan = lanAddresses()
  const missing = lan.length === 0 ? ' (skipped: it has none)' : ''
  test(`a phone gets in at this machine's address in the network${missing}`, { skip: missing !== '' }, async () => {
    for (const address of lan) {
      const origin = `http://${address}:${server.port}`
      expect(await refusalOf({ ...server, origin }, ada), origin).toBeUndefined()
      expect(await refusalOf({ ...server, origin }, ada, { origin: server.origin }), origin).toBe('closed')
    }
  })
})

test('with APP_URL only its own origin opens a connection, at its own host or a local one', async () => {
  const server = await startServer({ appUrl: 'https://chat.example' })
  const local = `127.0.0.1:${server.port}`
  const own = { Origin: 'https://chat.example' }
  expect(await opens(server, { ...own, Host: 'chat.example' })).toBe(true)
  expect(await opens(server, { ...own, Host: local })).toBe(true)
  for (const host of ['evil.example', 'chat.example.evil.example', 'chat.example:444', 'evil-chat.example']) {
    expect(await opens(server, { ...own, Host: host }), host).toBe(false)
  }
  const foreign = ['http://chat.example', 'https://chat.example:444', 'https://chat.example.', 'https://xchat.example']
  for (const origin of [
    ...foreign,
    `http://${local}`,
    'null',
    'https://chat.example/',
    'https://chat.example.evil.example',
  ]) {
    expect(await opens(server, { Origin: origin, Host: 'chat.example' }), origin).toBe(false)
    expect(await opens(server, { Origin: origin, Host: local }), origin).toBe(false)
  }
  const ada = await join(server, 'Ada')
  expect(ada.cookie).toMatch(/^__Secure-/)
  expect(await refusalOf(server, ada, { origin: 'https://chat.example' })).toBeUndefined()
  const answer = await exchange(server.origin, upgrade(['Host: chat.example', 'Origin: https://evil.example']))
  expect(answer).toContain('This server answers at https://chat.example')
  await server.close()
})
