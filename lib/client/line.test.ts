import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { TIMES } from '../shared/limits'
import { create, enter, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leaveAll } from '../testing/story'
import { bodies, openTab, type Tab, until } from '../testing/tab'

let server: TestServer
let ada: Person
const tabs: Tab[] = []
beforeAll(async () => {
  server = await startServer({ limits: { socketsPerPerson: 2 } })
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
})
afterEach(async () => {
  for (const tab of tabs.splice(0)) await tab.close()
})

async function open(): Promise<Tab> {
  const tab = await openTab(server, ada)
  tabs.push(tab)
  return tab
}

describe('the connection of a tab', () => {
  test('is one for all its stores, and closes for good once none of them holds it', async () => {
    const tab = await open()
    expect(tab.network.open()).toBe(1)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    tab.stop()
    // A page that is being replaced by the next one keeps it for a moment.
    expect(tab.line.socket.connected).toBe(true)
    vi.advanceTimersByTime(1_000)
    expect(tab.line.socket.connected).toBe(false)
    vi.advanceTimersByTime(60_000)
    vi.useRealTimers()
    expect(tab.line.socket.active).toBe(false)
    await expect.poll(() => tab.network.open()).toBe(0)
  })

  test('comes back by itself when it is cut, and says that it was away', async () => {
    const tab = await open()
    expect(tab.room.getState().connection).toEqual({ kind: 'connected', wasAway: false })
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await until(tab.room, ({ connection }) => connection.kind === 'connected' && connection.wasAway)
  })

  test('comes back when the server refused it for a while', async () => {
    const tab = await open()
    tab.network.refuse()
    tab.network.reset()
    const { connection } = await until(tab.room, (state) => state.connection.kind === 'connecting')
    expect(connection.kind === 'connecting' && Date.now() - connection.since).toBeLessThan(5_000)
    tab.network.heal()
    await until(tab.room, (state) => state.connection.kind === 'connected')
  })

  test('comes back when the server closed it', async () => {
    const tab = await open()
    server.services.bus.publish({ kind: 'session', sessionId: ada.viewer.sessionId })
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
  })

  test('[E54] that is dead without a word is found by a wake of the page, and opened anew within seconds', async () => {
    const tab = await open()
    tab.network.halfOpen()
    window.dispatchEvent(new Event('online'))
    const started = performance.now()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    expect(performance.now() - started).toBeGreaterThan(TIMES.resumeDeadline - 100)
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
    tab.room.send('Still here.')
    await until(tab.room, (state) => bodies(state).includes('Still here.'))
  })
})

describe('a connection is one person’s', () => {
  test('and who comes in after another one, in the same tab, gets one of their own at once', async () => {
    const [tab, bo] = [await open(), await create(server, 'Bo')]
    const { holdLine } = await import('./line')
    const [line, letGo] = holdLine(bo.userId)
    expect(line).not.toBe(tab.line)
    expect(tab.line.socket.active).toBe(false)
    letGo()
    line.socket.disconnect()
  })

  test('so a page of one person, whose browser is another’s by now, is told that its session is over', async () => {
    const tab = await open()
    const bo = await create(server, 'Bo')
    await leaveAll(server, ada)
    tab.network.carry(bo.cookie)
    const { ended } = await until(tab.room, (state) => state.connection.kind === 'refused')
    expect(ended).toBe('session_ended')
  })

  test('and one whose session is over is not handed to the next page', async () => {
    const tab = await open()
    await leaveAll(server, ada)
    await until(tab.room, ({ connection }) => connection.kind === 'refused')
    const { holdLine } = await import('./line')
    const [line, letGo] = holdLine(ada.userId)
    expect(line).not.toBe(tab.line)
    expect(line.connection.getState().now.kind).toBe('connecting')
    letGo()
    line.socket.disconnect()
  })
})

describe('a refusal that only the person can settle', () => {
  test('ends the room when the session has ended, and asks no more', async () => {
    const tab = await open()
    await leaveAll(server, ada)
    const { connection, ended } = await until(tab.room, (state) => state.connection.kind === 'refused')
    expect({ connection, ended }).toEqual({
      connection: { kind: 'refused', code: 'unauthenticated' },
      ended: 'session_ended',
    })
    expect(tab.line.socket.active).toBe(false)
    tab.line.reconnect()
    expect(tab.line.socket.active).toBe(false)
  })

  test('says so when too many tabs are open', async () => {
    const tab = await open()
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    const others = [await enter(server, ada), await enter(server, ada)]
    tab.network.heal()
    await until(tab.room, ({ connection }) => connection.kind === 'refused' && connection.code === 'full')
    for (const other of others) other.close()
  })
})

test('a command is never queued while the connection is away', async () => {
  const tab = await open()
  tab.network.refuse()
  tab.network.reset()
  await until(tab.room, ({ connection }) => connection.kind === 'connecting')
  expect(await tab.line.ask('presence:report', { visible: true })).toEqual({ ok: false, code: 'offline' })
  tab.network.heal()
  await until(tab.room, ({ connection }) => connection.kind === 'connected')
  tab.network.stall()
  const asked = tab.line.ask('presence:report', { visible: true })
  tab.network.reset()
  expect(await asked).toEqual({ ok: false, code: 'no_answer' })
})

describe('when the server leaves', () => {
  const tellLeaving = (tab: Tab, reconnectInMs: number): void => {
    for (const listener of tab.line.socket.listeners('server:draining')) listener({ reconnectInMs })
  }

  test('each goes and comes back at the moment it was given, and is served until then', async () => {
    const tab = await open()
    const started = performance.now()
    tellLeaving(tab, 700)
    tab.room.send('Still served.')
    await until(tab.room, (state) => bodies(state).includes('Still served.'))
    expect(tab.line.socket.connected).toBe(true)
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    expect(performance.now() - started).toBeGreaterThan(690)
    const { connection } = await until(tab.room, (state) => state.connection.kind === 'connected')
    expect(connection).toEqual({ kind: 'connected', wasAway: true })
  })

  test('nobody comes back before that moment, also when the server is gone at once', async () => {
    const tab = await open()
    const started = performance.now()
    tellLeaving(tab, 1_200)
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
    expect(performance.now() - started).toBeGreaterThan(1_190)
    // From then on a lost connection is opened again by itself, as ever.
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
  })

  test('a server that is still away at that moment is asked again and again', async () => {
    const tab = await open()
    tab.network.refuse()
    tellLeaving(tab, 100)
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    const refused = vi.fn()
    tab.line.socket.on('connect_error', refused)
    await expect.poll(() => refused.mock.calls.length, { timeout: 10_000 }).toBeGreaterThan(1)
    tab.network.heal()
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
  })
})
