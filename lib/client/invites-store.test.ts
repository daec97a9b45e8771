import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { SERVER_TIMES } from '../shared/server-times'
import { type Client, connect, create, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { openTab, type Tab, until } from '../testing/tab'

let server: TestServer
let ada: Person
let teo: Person
let tab: Tab
let other: Client
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
  tab = await openTab(server, ada)
  other = await connect(server, teo)
})
afterEach(async () => {
  other.close()
  await tab.close()
})

const askAda = () => other.do('invite:send', { roomId: ada.roomId, userId: ada.userId, note: 'Now?' })
const askTeo = () => tab.invites.send({ roomId: ada.roomId, userId: teo.userId })

describe('an invite to me', () => {
  test('is a prompt; put off it is kept and can be brought back', async () => {
    const { inviteId } = await askAda()
    const { received } = await until(tab.invites, (state) => state.received.length === 1)
    expect(received).toMatchObject([{ id: inviteId, note: 'Now?', state: 'pending', putOff: false }])
    tab.invites.putOff(inviteId)
    expect(tab.invites.getState().received).toMatchObject([{ id: inviteId, putOff: true }])
    tab.invites.bringBack(inviteId)
    expect(tab.invites.getState().received).toMatchObject([{ id: inviteId, putOff: false }])
    expect(await tab.invites.decline(inviteId)).toEqual({ ok: true })
    await until(tab.invites, (state) => state.received.length === 0)
    expect(tab.invites.getState().opened).toBeUndefined()
  })

  test.each([
    ['ahead', 1],
    ['behind', -1],
  ])('expires by the server’s clock where the browser’s is a day %s', async (_, days) => {
    // Both are in this process: the server's clock is moved against the browser's.
    server.travel(-days * 24 * 3_600_000)
    try {
      tab.network.reset()
      await until(tab.room, ({ connection }) => connection.kind === 'connected' && connection.wasAway)
      await askAda()
      await until(tab.invites, (state) => state.received.length === 1)
      // An expiry in the past would be met in the next turns.
      for (let turn = 0; turn < 5; turn++) await tab.line.ask('presence:report', { visible: true })
      expect(tab.invites.getState().received).toHaveLength(1)
    } finally {
      server.travel(days * 24 * 3_600_000)
    }
  })

  test('stays put off over a reconnect, and is told again when it was not', async () => {
    const { inviteId } = await askAda()
    await until(tab.invites, (state) => state.received.length === 1)
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connected' && connection.wasAway)
    await until(tab.invites, ({ received }) => received.length === 1 && received[0]?.putOff === false)
    tab.invites.putOff(inviteId)
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
    await tab.line.ask('presence:report', { visible: true })
    expect(tab.invites.getState().received).toMatchObject([{ id: inviteId, putOff: true }])
  })

  test('that was taken back while the connection was away is gone, put off or not', async () => {
    const { inviteId } = await askAda()
    await until(tab.invites, (state) => state.received.length === 1)
    tab.invites.putOff(inviteId)
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await other.do('invite:withdraw', { inviteId })
    tab.network.heal()
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
    await until(tab.invites, ({ received }) => received.length === 0)
  })

  test('accepted leads to the private room, here and in my other tab', async () => {
    const second = await openTab(server, ada)
    const { inviteId } = await askAda()
    for (const each of [tab, second]) await until(each.invites, (state) => state.received.length === 1)
    expect(await tab.invites.accept(inviteId)).toEqual({ ok: true })
    const opened = await Promise.all(
      [tab, second].map((each) => until(each.invites, (state) => state.opened !== undefined)),
    )
    expect(new Set(opened.map((state) => state.opened)).size).toBe(1)
    expect(opened[0]?.received).toEqual([])
    await second.close()
  })
})

describe('an invite of mine', () => {
  test('is pending until it is accepted, which leads me there', async () => {
    expect(await askTeo()).toEqual({ ok: true })
    const { sent } = await until(tab.invites, (state) => state.sent.length === 1)
    expect(sent).toMatchObject([{ state: 'pending', invitee: { name: 'Teo' } }])
    const { privateId } = await other.do('invite:accept', { inviteId: sent[0]?.id ?? ada.roomId } as never)
    const state = await until(tab.invites, ({ opened }) => opened !== undefined)
    expect(state).toMatchObject({ opened: privateId, sent: [{ state: 'accepted', privateId }] })
  })

  test('is pending after a no, and can be withdrawn', async () => {
    await askTeo()
    const [sent] = (await until(tab.invites, (state) => state.sent.length === 1)).sent
    if (!sent) throw new Error('nothing was sent')
    await other.do('invite:decline', { inviteId: sent.id })
    await tab.line.ask('presence:report', { visible: true })
    expect(tab.invites.getState().sent).toMatchObject([{ state: 'pending' }])
    expect(await tab.invites.withdraw(sent.id)).toEqual({ ok: true })
    await until(tab.invites, (state) => state.sent[0]?.state === 'withdrawn')
  })

  test('that is pending is told again after a reconnect, and one I took back in another tab meanwhile is not', async () => {
    await askTeo()
    const bo = await join(server, 'Bo', ada.code)
    await tab.invites.send({ roomId: ada.roomId, userId: bo.userId })
    const { sent } = await until(tab.invites, (state) => state.sent.length === 2)
    const [first] = sent
    if (!first) throw new Error('nothing was sent')
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    const second = await connect(server, ada)
    await second.do('invite:withdraw', { inviteId: first.id })
    tab.network.heal()
    await until(tab.invites, (state) => state.sent.length === 1)
    expect(tab.invites.getState().sent).toMatchObject([{ state: 'pending', invitee: { name: 'Bo' } }])
    second.close()
  })

  test('that was accepted while I was away leads me there once I am back, and only once', async () => {
    await askTeo()
    const [asked] = (await until(tab.invites, ({ sent }) => sent.length === 1)).sent
    if (!asked) throw new Error('nothing was sent')
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    const { privateId } = await other.do('invite:accept', { inviteId: asked.id })
    tab.network.heal()
    await until(tab.invites, ({ opened }) => opened === privateId)
    tab.invites.start()()
    expect(tab.invites.getState().opened).toBeUndefined()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
    await tab.line.ask('presence:report', { visible: true })
    expect(tab.invites.getState().opened).toBeUndefined()
  })

  test('that is refused says why', async () => {
    await askTeo()
    expect(await askTeo()).toMatchObject({ ok: false, code: 'conflict', retryAfterMs: expect.any(Number) })
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    expect(await askTeo()).toEqual({ ok: false, code: 'offline' })
  })
})

describe('from one page of the tab to the next', () => {
  test('what stands open stays, and what comes in between is heard', async () => {
    const { inviteId } = await askAda()
    await until(tab.invites, (state) => state.received.length === 1)
    tab.invites.putOff(inviteId)
    tab.stop()
    const bo = await connect(server, await join(server, 'Bo', ada.code))
    await bo.do('invite:send', { roomId: ada.roomId, userId: ada.userId })
    const stop = tab.invites.start()
    const { received } = await until(tab.invites, (state) => state.received.length === 2)
    expect(received.map(({ inviter, putOff }) => [inviter.name, putOff])).toEqual([
      ['Teo', true],
      ['Bo', false],
    ])
    bo.close()
    stop()
  })

  test('where the last one was led is no news, and the same chat opened again is', async () => {
    const { inviteId } = await askAda()
    await until(tab.invites, (state) => state.received.length === 1)
    await tab.invites.accept(inviteId)
    const { opened } = await until(tab.invites, (state) => state.opened !== undefined)
    tab.stop()
    const stop = tab.invites.start()
    expect(tab.invites.getState().opened).toBeUndefined()
    const again = await askAda()
    await until(tab.invites, (state) => state.received.length === 1)
    await tab.invites.accept(again.inviteId)
    expect(await until(tab.invites, (state) => state.opened !== undefined)).toMatchObject({ opened })
    stop()
  })
})

test('what nobody answered in a day is over by itself, for both', async () => {
  const bo = await join(server, 'Bo', ada.code)
  const boTab = await connect(server, bo)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() })
  const isAsked = new Promise<void>((resolve) => {
    const look = (): void => {
      const { received, sent } = tab.invites.getState()
      if (received.length === 1 && sent.length === 1) resolve()
    }
    tab.invites.subscribe(look)
  })
  await boTab.do('invite:send', { roomId: ada.roomId, userId: ada.userId })
  await askTeo()
  await isAsked
  vi.advanceTimersByTime(SERVER_TIMES.inviteLives - 60_000)
  expect(tab.invites.getState()).toMatchObject({ received: [{ state: 'pending' }], sent: [{ state: 'pending' }] })
  vi.advanceTimersByTime(120_000)
  expect(tab.invites.getState()).toMatchObject({ received: [], sent: [{ state: 'expired' }] })
  vi.useRealTimers()
  boTab.close()
})
