import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BusState } from '../realtime/bus'
import { startServer } from '../testing/server'
import { createHealth } from './health'

const state: { isDraining: boolean; redis: BusState; ping(): Promise<void> } = {
  isDraining: false,
  redis: 'alone',
  ping: (): Promise<void> => Promise.resolve(),
}
const server = createServer(
  createHealth({ ping: () => state.ping(), isDraining: () => state.isDraining, busState: () => state.redis }),
)
let origin = ''

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())
beforeEach(() => Object.assign(state, { isDraining: false, redis: 'alone', ping: () => Promise.resolve() }))

async function ask(path: string): Promise<[number, unknown, string | null]> {
  const response = await fetch(`${origin}${path}`)
  return [response.status, await response.json(), response.headers.get('cache-control')]
}

const alive = [200, { status: 'alive' }, 'no-store']

test('a server that is well is alive and ready', async () => {
  expect(await ask('/healthz')).toEqual(alive)
  expect(await ask('/readyz')).toEqual([200, { status: 'ready', redis: 'alone' }, 'no-store'])
})

test('one that drains is alive and not ready', async () => {
  state.isDraining = true
  expect(await ask('/healthz')).toEqual(alive)
  expect(await ask('/readyz')).toEqual([503, { status: 'draining' }, 'no-store'])
})

test('one whose database refuses is alive and not ready, until it answers again', async () => {
  state.ping = () => Promise.reject(new Error('gone'))
  expect(await ask('/healthz')).toEqual(alive)
  expect(await ask('/readyz')).toEqual([503, { status: 'database_away' }, 'no-store'])
  state.ping = () => Promise.resolve()
  expect(await ask('/readyz')).toEqual([200, { status: 'ready', redis: 'alone' }, 'no-store'])
})

test('one whose Redis is away is ready all the same, and says so', async () => {
  state.redis = 'away'
  expect(await ask('/readyz')).toEqual([200, { status: 'ready', redis: 'away' }, 'no-store'])
})

test('one whose database is silent is not ready within three seconds', async () => {
  state.ping = () => new Promise<void>(() => {})
  const started = performance.now()
  expect(await ask('/readyz')).toEqual([503, { status: 'database_away' }, 'no-store'])
  expect(performance.now() - started).toBeLessThan(3_000)
})

test('a running Parley is ready, and is not once its database is closed', async () => {
  const parley = await startServer()
  expect((await fetch(`${parley.origin}/readyz`)).status).toBe(200)
  await parley.services.database.close()
  expect((await fetch(`${parley.origin}/readyz`)).status).toBe(503)
  expect((await fetch(`${parley.origin}/healthz`)).status).toBe(200)
  await parley.close()
})
