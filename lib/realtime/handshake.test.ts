import { createServer } from 'node:http'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintToken } from '../auth/token'
import { openSession } from '../domain/sessions'
import { createOriginRule } from '../http/origin-rule'
import { SERVER_TIMES } from '../shared/server-times'
import { connect, cookieOf, join, type Person, refusalOf } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { attachRealtime } from './attach'

describe('who may open a connection', () => {
  let server: TestServer
  let ada: Person
  beforeAll(async () => {
    server = await startServer()
    ada = await join(server, 'Ada')
  })
  afterAll(() => server.close())

  test('a page of this server with a session that speaks this protocol', async () => {
    expect(await refusalOf(server, ada)).toBeUndefined()
  })

  test.each([0, 2, '1', 1.5, null, undefined, [], { v: 1 }, 1e308])('protocol version %j is outdated', async (v) => {
    expect(await refusalOf(server, ada, { v })).toBe('outdated')
  })

  test('nobody without a session', async () => {
    expect(await refusalOf(server, {})).toBe('unauthenticated')
  })

  test('no page that was made for somebody else', async () => {
    const bo = await join(server, 'Bo')
    const shown = (as: unknown) => refusalOf(server, bo, { as })
    expect(await shown(bo.userId)).toBeUndefined()
    for (const as of [ada.userId, '', '__proto__', 1, null]) expect(await shown(as), String(as)).toBe('unauthenticated')
  })

  test('no token that was changed in any part', async () => {
    const [name, token = ''] = ada.cookie.split('=')
    const parts = token.split('.')
    const changed = parts.map((part, at) =>
      parts.with(at, `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`).join('.'),
    )
    const cut = [token.slice(0, -1), token.slice(1), parts.slice(0, 4).join('.'), '', '.', '....', `${token}.`]
    const foreign = ['undefined', '%E0%A4%A', 'eyJhbGciOiJub25lIn0.eyJzaWQiOiJ4In0.', 'a'.repeat(5_000)]
    for (const wrong of [...changed, ...cut, ...foreign]) {
      expect(await refusalOf(server, { cookie: `${name}=${wrong}` }), wrong).toBe('unauthenticated')
    }
  })

  test('no session under a cookie of another name', async () => {
    const [, token = ''] = ada.cookie.split('=')
    for (const name of ['__Secure-next-auth.session-token', 'next-auth.session-token.0', 'session', '__proto__']) {
      expect(await refusalOf(server, { cookie: `${name}=${token}` }), name).toBe('unauthenticated')
    }
  })

  test('no token of another secret, and none that has expired', async () => {
    const { database, clock, authSecret, settings } = server.services
    const claim = await openSession(database.write, ada.userId, clock.now())
    const cookie = (token: string) => ({ cookie: cookieOf(settings, token) })
    expect(await refusalOf(server, cookie(await mintToken(authSecret, claim)))).toBeUndefined()
    expect(await refusalOf(server, cookie(await mintToken(`${authSecret}x`, claim)))).toBe('unauthenticated')
    const expired = await encode({ secret: authSecret, token: { ...claim }, maxAge: -60 })
    expect(await refusalOf(server, cookie(expired))).toBe('unauthenticated')
    const outdated = await mintToken(authSecret, { ...claim, ver: 2 })
    expect(await refusalOf(server, cookie(outdated))).toBe('unauthenticated')
    const unknown = await mintToken(authSecret, { sid: 'A'.repeat(22), ver: 1 })
    expect(await refusalOf(server, cookie(unknown))).toBe('unauthenticated')
  })
})

test('a session left alone for a fortnight opens no connection', async () => {
  const server = await startServer()
  const ada = await join(server, 'Ada')
  server.travel(SERVER_TIMES.sessionIdle - 60_000)
  expect(await refusalOf(server, ada)).toBeUndefined()
  server.travel(SERVER_TIMES.sessionIdle + 60_000)
  expect(await refusalOf(server, ada)).toBe('unauthenticated')
  await server.close()
})

test('a server that drains tells who is connected, takes nobody in, and says that it is draining', async () => {
  const server = await startServer()
  const ada = await join(server, 'Ada')
  // The same parts on a port of their own, which stays open while they drain.
  const http = createServer()
  const realtime = attachRealtime(http, server.services, { rule: createOriginRule(undefined), busyShare: () => 0 })
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
  const address = http.address()
  const host = { ...server, origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
  const before = await connect(host, ada)
  await realtime.drain(false)
  const { reconnectInMs } = await before.hears('server:draining')
  expect(reconnectInMs).toBeGreaterThanOrEqual(0)
  expect(reconnectInMs).toBeLessThanOrEqual(SERVER_TIMES.drainSpread)
  expect(await refusalOf(host, ada)).toBe('draining')
  await realtime.close()
  await server.close()
})

describe('how many connections', () => {
  test('a person has so many at a time, also when they come at once; one that closes makes room', async () => {
    const server = await startServer({ limits: { socketsPerPerson: 3 } })
    const [ada, bob] = [await join(server, 'Ada'), await join(server, 'Bob')]
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => connect(server, ada)))
    const open = tries.flatMap((tried) => (tried.status === 'fulfilled' ? tried.value : []))
    expect(open).toHaveLength(3)
    expect(await refusalOf(server, ada)).toBe('full')
    expect(await refusalOf(server, bob)).toBeUndefined()
    open[0]?.close()
    await expect.poll(() => refusalOf(server, ada)).toBeUndefined()
    for (const client of open) client.close()
    await server.close()
  })

  test('an address has so many at a time, whoever they are, also when they come at once', async () => {
    const server = await startServer({ limits: { socketsPerAddress: 4 } })
    const people = await Promise.all(Array.from({ length: 12 }, (_, index) => join(server, `Guest ${index}`)))
    const tries = await Promise.allSettled(people.map((person) => connect(server, person)))
    const open = tries.flatMap((tried) => (tried.status === 'fulfilled' ? tried.value : []))
    expect(open).toHaveLength(4)
    open[0]?.close()
    await expect.poll(() => refusalOf(server, people[0] ?? {})).toBeUndefined()
    for (const client of open) client.close()
    await server.close()
  })
})
