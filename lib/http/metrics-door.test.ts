import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange } from '../testing/raw-socket'
import { startServer, type TestServer } from '../testing/server'
import { createMetricsDoor } from './metrics-door'

const TOKEN = 'a-token-for-the-scraper'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ metricsToken: TOKEN })
})
afterAll(() => server.close())

function ask(authorization: string | undefined, method = 'GET', from = server): Promise<Response> {
  const headers = authorization === undefined ? undefined : { Authorization: authorization }
  return fetch(`${from.origin}/metrics`, { method, headers: { ...headers } })
}

describe('GET /metrics', () => {
  test('is answered in the text format to whoever holds the token', async () => {
    const response = await ask(`Bearer ${TOKEN}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toMatch(/^# HELP chat_connections /)
    expect((await ask(`bearer ${TOKEN}`, 'HEAD')).status).toBe(200)
  })

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Basic ${TOKEN}`,
    TOKEN,
  ])('with %j it tells nothing', async (authorization) => {
    const response = await ask(authorization)
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await response.text()).not.toContain('chat_')
  })

  test('is answered by an inner address too, with the token only', async () => {
    const lines = ['GET /metrics?x=1 HTTP/1.1', 'Host: 10.0.0.9:3000', 'Connection: close']
    expect(await exchange(server.origin, [...lines, '', ''].join('\r\n'))).toMatch(/^HTTP\/1\.1 401 /)
    const asked = [...lines, `Authorization: Bearer ${TOKEN}`, '', ''].join('\r\n')
    expect(await exchange(server.origin, asked)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('takes no other method', async () => {
    expect((await ask(`Bearer ${TOKEN}`, 'POST')).status).toBe(405)
  })

  test('is not there where no token is set, whatever is sent', async () => {
    const without = await startServer()
    expect((await ask(undefined, 'GET', without)).status).toBe(404)
    expect((await ask('Bearer undefined', 'GET', without)).status).toBe(404)
    expect((await ask('Bearer ', 'GET', without)).status).toBe(404)
    await without.close()
  })

  test('says so where the numbers cannot be told', async () => {
    const broken = createServer(createMetricsDoor({ token: TOKEN, write: () => Promise.reject(new Error('x')) }))
    await new Promise<void>((listening) => broken.listen(0, '127.0.0.1', listening))
    const address = broken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } })
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('The numbers cannot be told.\n')
    broken.close()
  })
})
