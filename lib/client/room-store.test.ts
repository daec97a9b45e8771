import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { SIZES } from '../shared/limits'
import { SERVER_TIMES } from '../shared/server-times'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, leave, say } from '../testing/story'
import { bodies, openTab, type Tab, until } from '../testing/tab'

let server: TestServer
let ada: Person
let teo: Person
let other: Client
const tabs: Tab[] = []
beforeAll(async () => {
  // The digest's round is turned by hand.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = await startServer()
})
afterAll(async () => {
  await server.close()
  vi.useRealTimers()
})
beforeEach(async () => {
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
  other = await connect(server, teo)
})
afterEach(async () => {
  other.close()
  for (const tab of tabs.splice(0)) await tab.close()
})

async function open(person = ada): Promise<Tab> {
  const tab = await openTab(server, person)
  tabs.push(tab)
  return tab
}

const sayAll = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, at) => say(other, ada.roomId, `message ${at}`)))

describe('older messages', () => {
  test('come page by page up to the start, asked for once at a time', async () => {
    await sayAll(120)
    const tab = await open()
    expect(tab.room.getState().timeline.messages).toHaveLength(SIZES.snapshotMessages)
    expect(tab.room.getState().timeline.reachedStart).toBe(false)
    const loading = [tab.room.loadOlder(), tab.room.loadOlder(), tab.room.loadOlder()]
    expect(tab.room.getState().olderPages).toBe('loading')
    await Promise.all(loading)
    expect(tab.room.getState().timeline.messages).toHaveLength(2 * SIZES.snapshotMessages)
    await tab.room.loadOlder()
    const { timeline, olderPages } = tab.room.getState()
    expect(timeline.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 120 }, (_, at) => at + 1))
    expect({ reachedStart: timeline.reachedStart, olderPages }).toEqual({ reachedStart: true, olderPages: 'idle' })
    await tab.room.loadOlder()
    expect(tab.room.getState().timeline).toBe(timeline)
  })

  test('that are asked for before there is a connection come with it', async () => {
    await sayAll(60)
    const tab = await open()
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    const asked = tab.room.loadOlder()
    tab.network.heal()
    await asked
    const { timeline, olderPages } = tab.room.getState()
    expect({ count: timeline.messages.length, olderPages }).toEqual({ count: 60, olderPages: 'idle' })
  })

  test('that did not come can be asked for again', async () => {
    await sayAll(60)
    const tab = await open()
    tab.network.stall()
    const asked = tab.room.loadOlder()
    tab.network.reset()
    await asked
    expect(tab.room.getState().olderPages).toBe('failed')
    tab.network.heal()
    await until(tab.room, ({ connection }) => connection.kind === 'connected')
    await tab.room.loadOlder()
    expect(tab.room.getState().timeline.messages).toHaveLength(60)
  })
})

describe('what was missed', () => {
  test('while the connection was away is there when it is back', async () => {
    const tab = await open()
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await sayAll(30)
    tab.network.heal()
    const state = await until(tab.room, ({ timeline }) => timeline.cursor === 30)
    expect(bodies(state)).toHaveLength(30)
  })

  test('in the middle is found by the next event', async () => {
    const tab = await open()
    const swallowed: number[] = []
    tab.advances((advance, hear) => {
      if (advance.upto <= 2) swallowed.push(advance.upto)
      else hear(advance)
    })
    for (const body of ['One.', 'Two.']) await say(other, ada.roomId, body)
    // Told together or one by one, as the server paces them; the third must not come along with them.
    await vi.waitUntil(() => swallowed.at(-1) === 2)
    await say(other, ada.roomId, 'Three.')
    const state = await until(tab.room, ({ timeline }) => timeline.cursor === 3)
    expect(bodies(state)).toEqual(['One.', 'Two.', 'Three.'])
  })

  test('at the end is found by the digest of heads', async () => {
    const tab = await open()
    const swallowed = new Promise<void>((resolve) => tab.advances(() => resolve()))
    await say(other, ada.roomId, 'The last word.')
    await swallowed
    expect(tab.room.getState().timeline.cursor).toBe(0)
    vi.advanceTimersByTime(SERVER_TIMES.headsEvery)
    const state = await until(tab.room, ({ timeline }) => timeline.cursor === 1)
    expect(bodies(state)).toEqual(['The last word.'])
  })

  test('is no more than what is new: an old, doubled or reordered event changes nothing', async () => {
    const tab = await open()
    const late: (() => void)[] = []
    tab.advances((advance, hear) => {
      hear(advance)
      late.push(() => hear(advance))
    })
    const messageId = await say(other, ada.roomId, 'First words.')
    await other.do('message:edit', { roomId: ada.roomId, messageId, body: 'Second words.' })
    const { timeline } = await until(tab.room, ({ timeline: { cursor } }) => cursor === 2)
    for (const deliver of [...late.toReversed(), ...late]) deliver()
    expect(tab.room.getState().timeline).toEqual(timeline)
  })
})

describe('who comes and goes', () => {
  test('is a notice of others, not of oneself, and not of who only looked away', async () => {
    const tab = await open()
    await other.do('room:enter', { roomId: ada.roomId })
    await until(tab.room, ({ notices }) => notices.some(({ kind }) => kind === 'joined'))
    await other.do('presence:report', { visible: false })
    await until(tab.room, ({ roster }) => roster.list.some(({ state }) => state === 'away'))
    other.close()
    await until(tab.room, ({ notices }) => notices.some(({ kind }) => kind === 'left'))
    const { notices, roster, timeline } = tab.room.getState()
    expect(notices.map(({ kind, name }) => `${name} ${kind}`)).toEqual(['Teo joined', 'Teo left'])
    expect(notices[0]?.afterSeq).toBe(timeline.messages.at(-1)?.seq ?? 0)
    expect(roster.list.map(({ name, state }) => `${name} ${state}`)).toEqual(['Ada present', 'Teo absent'])
  })

  test('is asked for anew when a change of it was missed', async () => {
    const tab = await open()
    await other.do('room:enter', { roomId: ada.roomId })
    await until(tab.room, ({ roster }) => roster.count === 2)
    const { version } = tab.room.getState().roster
    const gap = { roomId: ada.roomId, version: version + 5, count: 99, changes: [] }
    for (const listener of tab.line.socket.listeners('presence:changed')) listener(gap)
    const { roster } = await until(tab.room, ({ roster: now }) => now !== tab.states.at(0)?.roster && now.count === 2)
    expect(roster.version).toBe(version)
    // The next change follows without a gap.
    const bo = await enter(server, await join(server, 'Bo', ada.code))
    await until(tab.room, (state) => state.roster.count === 3)
    bo.close()
  })

  test('who types is shown without oneself, and nobody is while the connection is away', async () => {
    const tab = await open()
    await other.do('room:enter', { roomId: ada.roomId })
    tab.room.typing()
    await other.hears('typing:changed', ({ userIds }) => userIds.includes(ada.userId))
    await other.do('typing:start', { roomId: ada.roomId })
    await until(tab.room, ({ typing }) => typing.length === 1 && typing[0] === teo.userId)
    tab.room.stopTyping()
    await other.hears('typing:changed', ({ userIds }) => userIds.length === 1 && userIds[0] === teo.userId)
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    expect(tab.room.getState().typing).toEqual([])
  })

  test('a page that is hidden is away after half a minute, one that is shown again present at once', async () => {
    const tab = await open()
    await other.do('room:enter', { roomId: ada.roomId })
    const looks = (visibilityState: string) => {
      Object.assign(document, { visibilityState })
      document.dispatchEvent(new Event('visibilitychange'))
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    looks('hidden')
    vi.advanceTimersByTime(30_000)
    vi.useRealTimers()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const isAda =
      (state: string) =>
      ({ changes }: { changes: { userId: string; state: string }[] }) =>
        changes.some((change) => change.userId === ada.userId && change.state === state)
    await other.hears('presence:changed', isAda('away'))
    looks('visible')
    await until(tab.room, ({ roster }) =>
      roster.list.some(({ userId, state }) => userId === ada.userId && state === 'present'),
    )
  })
})

describe('the end of a room', () => {
  test('is told to every tab of who leaves in one of them', async () => {
    const [one, two] = [await open(), await open()]
    await leave(server, ada, ada.roomId)
    for (const tab of [one, two]) await until(tab.room, ({ ended }) => ended === 'left')
  })

  test('is noticed by a tab that was away when it came', async () => {
    const tab = await open()
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    await leave(server, ada, ada.roomId)
    tab.network.heal()
    await until(tab.room, ({ ended }) => ended === 'left')
  })

  test('in a private chat the other one’s leaving is shown, and nothing else ends', async () => {
    const { privateId } = await befriend(server, ada, teo)
    const tab = await open({ ...ada, roomId: privateId })
    await leave(server, teo, privateId)
    const { room, ended } = await until(tab.room, (state) => state.room.kind === 'private' && state.room.other.hasLeft)
    expect(room).toMatchObject({ other: { name: 'Teo', hasLeft: true } })
    expect(ended).toBeUndefined()
  })
})
