// A page at one origin and its sockets at another: the real route makes the ticket, the real server takes it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { POST } from '../../app/api/ticket/route'
import { sessionCookieName } from '../auth/token'
import { installServices } from '../services'
import { create, type Person } from '../testing/client'
import { playRequest } from '../testing/next-headers'
import { startServer, type TestServer } from '../testing/server'
import { leaveAll } from '../testing/story'
import { until } from '../testing/tab'
import type { Line } from './line'

// Both work only where Next runs the code.
vi.mock('server-only', () => ({}))
vi.mock('next/headers', () => import('../testing/next-headers'))

const PAGES = { origin: 'http://localhost:3000', host: 'localhost:3000' }

let server: TestServer
let ada: Person
let held: [Line, () => void] | undefined
/** How the way to the pages answers instead of them, one at a time. */
const faults: (() => Promise<Response>)[] = []
const asked = vi.fn()
beforeAll(async () => {
  server = await startServer({ corsOrigins: [PAGES.origin] })
  installServices(server.services)
})
afterAll(() => server.close())
beforeEach(async () => {
  vi.resetModules()
  asked.mockClear()
  vi.stubGlobal('document', { documentElement: { dataset: { realtime: server.origin } } })
  vi.stubGlobal('location', new URL(PAGES.origin))
  vi.stubGlobal('fetch', (path: string, { method, signal }: { method: string; signal: AbortSignal }) => {
    asked(method, path)
    return faults.shift()?.() ?? POST(new Request(`${PAGES.origin}${path}`, { method, signal, headers: { ...PAGES } }))
  })
  ada = await create(server, 'Ada')
  const [, value = ''] = ada.cookie.split('=')
  playRequest({ [sessionCookieName(false)]: value })
})
afterEach(() => {
  const [line, letGo] = held ?? []
  letGo?.()
  line?.socket.disconnect()
  held = undefined
  faults.length = 0
  vi.unstubAllGlobals()
})

async function open(): Promise<Line> {
  const { holdLine } = await import('./line')
  held = holdLine(ada.userId)
  return held[0]
}

const isConnected = ({ now }: { now: { kind: string } }): boolean => now.kind === 'connected'

describe('a page whose sockets are elsewhere', () => {
  test('connects by a ticket of its session, and shows a fresh one each time it comes back', async () => {
    const line = await open()
    await until(line.connection, isConnected)
    expect(await line.ask('room:enter', { roomId: ada.roomId })).toMatchObject({
      ok: true,
      value: { self: { name: 'Ada' } },
    })
    expect(asked.mock.calls).toEqual([['POST', '/api/ticket']])
    line.reconnect()
    await until(line.connection, ({ now }) => now.kind === 'connected' && now.wasAway)
    expect(asked).toHaveBeenCalledTimes(2)
  })

  test.each<[string, () => Promise<Response>]>([
    ['cannot be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['answer with a fault', async () => Response.json({ code: 'internal' }, { status: 500 })],
    ['answer with another page', async () => new Response('<p>Sign in to the network.</p>')],
    ['answer with something else', async () => Response.json({ ticket: 7 })],
    ['answer with nothing', async () => Response.json(null)],
  ])('comes back by itself when its pages %s for a moment', async (_, fault) => {
    faults.push(fault)
    const begunAt = performance.now()
    const line = await open()
    await until(line.connection, isConnected)
    expect(faults).toEqual([])
    // A connection that was given up meanwhile may have asked once more, and on a machine that stands still each second.
    const seconds = Math.floor((performance.now() - begunAt) / 1_000)
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3 + seconds)
  })

  test('is told that its session has ended, and does not ask again and again', async () => {
    await leaveAll(server, ada)
    const line = await open()
    await until(line.connection, ({ now }) => now.kind === 'refused')
    expect(line.connection.getState().now).toEqual({ kind: 'refused', code: 'unauthenticated' })
    expect(line.socket.active).toBe(false)
    expect(asked).toHaveBeenCalledTimes(1)
  })
})

test('a page beside its sockets asks for no ticket', async () => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } })
  const { findRealtimeUrl } = await import('./ticket')
  expect(findRealtimeUrl()).toBeUndefined()
})
