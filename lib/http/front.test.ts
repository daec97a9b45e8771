import type { IncomingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange } from '../testing/raw-socket'
import { startServer, type TestServer } from '../testing/server'
import { ADDRESS_HEADER } from './client-address'

type Options = Parameters<typeof startServer>[0]

/** A server whose pages answer with the headers they were given. */
async function startEcho(options: Options = {}): Promise<TestServer> {
  const server = await startServer(options)
  server.serve((request, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(request.headers))
  })
  return server
}

async function ask(server: TestServer, lines: string[] = [], target = '/'): Promise<{ head: string; body: string }> {
  const own = lines.some((line) => /^host:/i.test(line)) ? [] : [`Host: 127.0.0.1:${server.port}`]
  const request = [`GET ${target} HTTP/1.1`, ...own, ...lines, 'Connection: close', '', ''].join('\r\n')
  const [head = '', body = ''] = (await exchange(server.origin, request)).split('\r\n\r\n', 2)
  return { head, body }
}

/** The headers that a page gets for these that were sent. */
async function reaches(server: TestServer, lines: string[]): Promise<IncomingHttpHeaders> {
  const { body } = await ask(server, lines)
  return JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1))
}

let server: TestServer
beforeAll(async () => {
  server = await startEcho()
})
afterAll(() => server.close())

describe('the security headers', () => {
  test('stand on every answer, a refusal and a health check too', async () => {
    const asked: [string[], string][] = [
      [['Host: evil.example'], '/'],
      [[], 'http://evil.example/'],
      [[], '/_next/image'],
      [[], '/healthz'],
      [[], '/'],
    ]
    for (const [lines, target] of asked) {
      const { head } = await ask(server, lines, target)
      expect(head, target).toMatch(/^content-security-policy: default-src 'none'/im)
      expect(head, target).toMatch(/^x-content-type-options: nosniff/im)
    }
  })

  test('are these', async () => {
    const { headers } = await fetch(server.origin)
    const policy = headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(policy.replaceAll(nonce, 'NONCE').split('; ')).toMatchInlineSnapshot(`
      [
        "default-src 'none'",
        "script-src 'self' 'nonce-NONCE' 'strict-dynamic'",
        "style-src 'self' 'nonce-NONCE'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
      ]
    `)
    const names = [
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'permissions-policy',
      'x-frame-options',
      'strict-transport-security',
      'x-powered-by',
      'server',
    ]
    expect(Object.fromEntries(names.map((name) => [name, headers.get(name)]))).toMatchInlineSnapshot(`
      {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "referrer-policy": "same-origin",
        "server": null,
        "strict-transport-security": null,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "x-powered-by": null,
      }
    `)
  })

  test('carry a nonce of 128 random bits that no two answers share, and the page is given the very policy', async () => {
    const nonces = new Set<string>()
    for (let at = 0; at < 50; at++) {
      const response = await fetch(server.origin, { headers: { 'Content-Security-Policy': "script-src 'nonce-mine'" } })
      const policy = response.headers.get('content-security-policy') ?? ''
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
      nonces.add(nonce)
      expect(await response.json()).toMatchObject({ 'content-security-policy': policy })
    }
    expect(nonces.size).toBe(50)
  })

  test('speak of https only where the public origin is https', async () => {
    const secure = await startEcho({ appUrl: 'https://chat.example' })
    const response = await fetch(secure.origin)
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000')
    await secure.close()
  })
})

describe('who is asked for', () => {
  test.each(['evil.example', 'localhost.evil.example', '169.254.169.254', 'localhost.', '127.0.0.1:1@evil.example'])(
    'the host %s is not here, and the answer says how to make it so',
    async (host) => {
      const { head, body } = await ask(server, [`Host: ${host}`, 'X-Forwarded-Host: localhost'])
      expect(head).toMatch(/^HTTP\/1\.1 421 /)
      expect(body).toContain('set APP_URL to the public origin, such as APP_URL=https://chat.example, and restart.')
    },
  )

  test('nobody in particular is not here either', async () => {
    expect(await exchange(server.origin, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
    expect(await exchange(server.origin, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('localhost and this machine are here, at any port that leads to it', async () => {
    for (const host of ['localhost', 'LOCALHOST:3000', `127.0.0.1:${server.port}`, '[::1]:80']) {
      expect((await ask(server, [`Host: ${host}`])).head, host).toMatch(/^HTTP\/1\.1 200 /)
    }
  })

  test('with APP_URL its host is here, and a foreign one is told of it', async () => {
    const named = await startEcho({ appUrl: 'https://chat.example' })
    expect((await ask(named, ['Host: chat.example'])).head).toMatch(/^HTTP\/1\.1 200 /)
    const { head, body } = await ask(named, ['Host: chat.example.evil.example'])
    expect(head).toMatch(/^HTTP\/1\.1 421 /)
    expect(body).toContain('This server answers at https://chat.example.')
    await named.close()
  })

  test('the watchers of the process may ask by any name', async () => {
    expect((await ask(server, ['Host: 10.0.0.9:8080'], '/healthz')).head).toMatch(/^HTTP\/1\.1 200 /)
    expect((await ask(server, ['Host: 10.0.0.9:8080'], '/readyz?probe=1')).head).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('what is asked for', () => {
  test.each(['http://169.254.169.254/latest/meta-data', 'https://127.0.0.1/', 'ftp://x/', '*', 'evil.example:443'])(
    'the target %s is no path of this server',
    async (target) => {
      const answer = await exchange(
        server.origin,
        `OPTIONS ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
      )
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    },
  )

  test('a tunnel is not opened', async () => {
    expect(await exchange(server.origin, 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).not.toContain(
      ' 200 ',
    )
  })

  test.each(['/_next/image', '/_next/image?url=%2Ficon.svg&w=64&q=75', '/_next/image?url=http://169.254.169.254/&w=1'])(
    'the image optimiser %s is not there',
    async (target) => {
      const { head, body } = await ask(server, [], target)
      expect(head).toMatch(/^HTTP\/1\.1 404 /)
      expect(head).toMatch(/content-security-policy: default-src 'none'/i)
      expect(body).toContain('Not found.')
    },
  )
})

describe('what reaches a page', () => {
  const SPOOFED = [
    'X-Forwarded-For: 203.0.113.66',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Port: 443',
    'X-Forwarded-Server: evil.example',
    'x-FORWARDED-prefix: /evil',
    'X-Parley-Address: 203.0.113.66',
    'X-Middleware-Subrequest: middleware:middleware:middleware',
    'X-Middleware-Prefetch: 1',
    'X-Middleware-Rewrite: https://evil.example/',
    'X-Middleware-Set-Cookie: a=b',
    'X-Invoke-Path: /room/lobby',
    'X-Nextjs-Data: 1',
  ]

  test('is nothing that a client made up about who and where it is', async () => {
    const headers = await reaches(server, SPOOFED)
    expect(headers).toMatchObject({
      [ADDRESS_HEADER]: '127.0.0.1',
      'x-forwarded-host': `127.0.0.1:${server.port}`,
      'x-forwarded-proto': 'http',
    })
    expect(JSON.stringify(headers)).not.toMatch(/evil|203\.0\.113\.66|"443"|middleware|"x-nextjs|"x-invoke/)
  })

  test('also where it was said twice', async () => {
    const headers = await reaches(server, [...SPOOFED, ...SPOOFED])
    expect(headers[ADDRESS_HEADER]).toBe('127.0.0.1')
  })

  test('is the address that the believed proxy saw, and the public origin', async () => {
    const behind = await startEcho({ appUrl: 'https://chat.example', trustProxy: 1 })
    const headers = await reaches(behind, ['Host: chat.example', 'X-Forwarded-For: 203.0.113.66, 192.0.2.9'])
    expect(headers).toMatchObject({
      [ADDRESS_HEADER]: '192.0.2.9',
      'x-forwarded-host': 'chat.example',
      'x-forwarded-proto': 'https',
    })
    expect(headers).not.toHaveProperty('x-forwarded-for')
    await behind.close()
  })
})

test('before its pages are there the server says so instead of hanging', async () => {
  const early = await startServer()
  expect((await fetch(early.origin)).status).toBe(503)
  await early.close()
})
