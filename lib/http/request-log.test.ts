import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../log'
import { connect, create } from '../testing/client'
import { endProcesses, type ParleyProcess, SERVED_BY, startProcess } from '../testing/process'
import { createAnswering } from './answering'
import { createRequestLog } from './request-log'

let direct: ParleyProcess
let proxied: ParleyProcess
beforeAll(async () => {
  direct = await startProcess({ env: { LOG_LEVEL: 'info', LIMITS: 'readsPerSecond=2' } })
  proxied = await startProcess({ env: { LOG_LEVEL: 'info', TRUST_PROXY: '1' } })
})
afterAll(endProcesses)

const told = (server: ParleyProcess, msg: string): Record<string, unknown>[] =>
  server
    .printed()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter((line) => line.msg === msg)

async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find()
    if (found !== undefined) return found
    await fetch(`${direct.origin}/healthz`)
  }
}

/** The id that a request is answered under when it asks for this one. */
async function idOf(server: ParleyProcess, asked: string): Promise<string> {
  return (
    (await fetch(`${server.origin}/healthz`, { headers: { 'X-Request-Id': asked } })).headers.get('x-request-id') ?? ''
  )
}

const UUID = '0b0cf4a2-57c4-4d0a-a6b0-0d9b3c2f8a11'

describe(`the id of a request (${SERVED_BY})`, () => {
  test('is made here, or the trusted proxy made it', async () => {
    expect(await idOf(direct, UUID)).toMatch(/^[\w-]{16}$/)
    expect(await idOf(proxied, UUID)).toBe(UUID)
  })

  test('stands in the answer and in its line alike', async () => {
    const id = (await fetch(`${direct.origin}/join`)).headers.get('x-request-id')
    const line = await until(() => told(direct, 'request').find(({ requestId }) => requestId === id))
    expect(line).toMatchObject({ method: 'GET', path: '/join' })
  })

  test('belongs to no line outside of a request', () => {
    expect(createAnswering().context()).toEqual({})
  })
})

describe('the line of a request', () => {
  const lines: string[] = []
  const log = createLog({
    settings: { logLevel: 'info', logFormat: 'json' },
    destination: { write: (line) => void lines.push(line) },
  })
  const requestLog = createRequestLog({ log, trustProxy: 0, tagOf: (address) => `tag of ${address}` })
  const server = createServer((request, response) => {
    requestLog(request, response, { requestId: 'the-id', path: String(request.url).replace(/\?.*/, '') })
    response.once('close', () => server.emit('told'))
    if (request.url === '/join') response.writeHead(503).end()
    else response.flushHeaders()
  })
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)))
  afterAll(() => server.close())

  /** Asks, and hangs up at the first byte of the answer. @returns the line that was told */
  async function ask(path: string): Promise<unknown> {
    const closed = once(server, 'told')
    const address = server.address()
    const tcp = connectTcp(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
    tcp.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    tcp.once('data', () => tcp.destroy())
    await closed
    return JSON.parse(lines.at(-1) ?? '')
  }

  test('says that the client did not wait for the whole answer', async () => {
    expect(await ask('/room/ABCD-EFGH?m=x')).toMatchObject({
      ...{ level: 30, requestId: 'the-id', method: 'GET', path: '/room/[code]', status: 200, isCut: true },
      from: 'tag of 127.0.0.1',
    })
  })

  test('is a warning where the server could not', async () => {
    const line = await ask('/join')
    expect(line).toMatchObject({ level: 40, status: 503 })
    expect(line).not.toHaveProperty('isCut')
  })
})

describe(`at the level info (${SERVED_BY})`, () => {
  test('files, health checks and metrics are not told, and pages are', async () => {
    const before = told(direct, 'request').length
    for (const path of ['/sw.js', '/_next/static/x.js', '/favicon.ico', '/healthz', '/readyz', '/metrics'])
      await (await fetch(`${direct.origin}${path}`)).arrayBuffer()
    await fetch(`${direct.origin}/offline`)
    const page = await until(() => told(direct, 'request').find(({ path }) => path === '/offline'))
    // Without pages every file is a 503, which is told of everything.
    const fine = told(direct, 'request')
      .slice(before)
      .filter(({ status }) => Number(status) < 500)
    expect(fine).toEqual(page.status === 200 ? [page] : [])
  })

  test('what a client may be refused without bound is not told, and a refusal that is final is', async () => {
    const client = await direct.within(async (host) => connect(host, await create(host, 'Ada')))
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.askAnything('room:list', {})))
    expect(JSON.stringify(answers)).toContain('rate_limited')
    await client.askAnything('typing:stop', { nonsense: true })
    await client.askAnything('message:send', { nonsense: true })
    client.close()
    await until(() => told(direct, 'command refused').find(({ command }) => command === 'message:send'))
    expect(told(direct, 'command refused').map(({ command, code }) => `${command} ${code}`)).toEqual([
      'message:send invalid',
    ])
  })
})
