import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './free-port'
import { localNginxConf, startNginx, type TestNginx } from './nginx'

/** After a ping, which comes every 20 s, a client has 10 s to answer. */
const SILENT_AT_MOST_S = 30

/** What stands behind nginx here tells what has come through. */
const heard: { url: string; headers: IncomingHttpHeaders }[] = []
const behind = createServer((incoming, response) => {
  heard.push({ url: incoming.url ?? '', headers: incoming.headers })
  response.end('behind')
})
behind.on('upgrade', (_, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
  socket.pipe(socket)
})

let nginx: TestNginx
beforeAll(async () => {
  await new Promise<void>((listening) => behind.listen(0, '127.0.0.1', listening))
  const address = behind.address()
  nginx = await startNginx(await freePort(), [typeof address === 'object' && address !== null ? address.port : 0])
})
afterAll(async () => {
  await nginx?.close()
  behind.closeAllConnections()
  behind.close()
})

const CLAIMED = {
  'X-Forwarded-For': '203.0.113.7, 198.51.100.9',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Port': '1',
  'X-Forwarded-Server': 'evil',
  'X-Real-IP': '203.0.113.7',
  Forwarded: 'for=203.0.113.7',
  'X-Middleware-Subrequest': 'proxy:proxy:proxy',
  'X-Middleware-Rewrite': '/private/x',
  'X-Middleware-Next': '1',
  'X-Invoke-Path': '/private/x',
  'X-Nextjs-Data': '1',
}

describe('deploy/nginx.conf', () => {
  test('replaces or drops what a client claims about itself and about Next', async () => {
    await fetch(`${nginx.origin}/claims?x=1`, { headers: CLAIMED })
    const { url, headers } = heard.at(-1) ?? { headers: {} }
    expect(url).toBe('/claims?x=1')
    const port = new URL(nginx.origin).port
    expect(headers).toMatchObject({ host: `127.0.0.1:${port}`, 'x-forwarded-for': '127.0.0.1' })
    expect(headers).toMatchObject({ 'x-forwarded-proto': 'http', 'x-forwarded-host': `127.0.0.1:${port}` })
    const rewritten = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']
    const passed = Object.keys(CLAIMED).map((name) => name.toLowerCase())
    expect(passed.filter((name) => name in headers)).toEqual(rewritten)
  })

  test('passes a WebSocket upgrade on, both ways', async () => {
    const echoed = await new Promise<string>((resolve, reject) => {
      const headers = { Upgrade: 'websocket', Connection: 'Upgrade' }
      const asking = request(`${nginx.origin}/socket.io/`, { headers })
      asking.on('error', reject)
      asking.on('upgrade', (_, socket) => {
        socket.once('data', (bytes) => {
          resolve(String(bytes))
          socket.destroy()
        })
        socket.write('over the wire')
      })
      asking.end()
    })
    expect(echoed).toBe('over the wire')
  })

  test('tells nobody outside how one of the nodes is, at random', async () => {
    const before = heard.length
    for (const path of ['/readyz', '/metrics']) expect((await fetch(`${nginx.origin}${path}`)).status, path).toBe(404)
    expect(heard).toHaveLength(before)
  })

  test('waits longer for a silent socket than the server does', () => {
    const conf = localNginxConf(1, [2], '/nowhere')
    for (const name of ['proxy_read_timeout', 'proxy_send_timeout']) {
      const [, seconds] = new RegExp(`${name} (\\d+)s;`).exec(conf) ?? []
      expect(Number(seconds), name).toBeGreaterThan(2 * SILENT_AT_MOST_S)
    }
  })
})
