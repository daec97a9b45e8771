import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findRoomSnapshot } from '../domain/room-snapshot'
import { createClientMessageId, type RoomId } from '../shared/ids'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { type FaultyNetwork, startProxy } from '../testing/proxy'
import { startServer, type TestServer } from '../testing/server'
import { leave, say } from '../testing/story'
import { bodies, stubBrowser, until } from '../testing/tab'
import type { Line } from './line'
import type { RoomStore } from './room-state'

let server: TestServer
let ada: Person
let network: FaultyNetwork
let rooms: typeof import('./room-stores')
let line: Line
let letGo: () => void
const stops: (() => void)[] = []
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  network = await startProxy(server.port, ada.cookie)
  // One copy of the modules is one tab.
  vi.resetModules()
  rooms = await import('./room-stores')
  stubBrowser(network.origin)
  const { holdLine } = await import('./line')
  ;[line, letGo] = holdLine(ada.userId)
})
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  letGo()
  line.socket.disconnect()
  await network.close()
})

async function snapshotOf(person: Person) {
  const found = await findRoomSnapshot(server.services.database, person.userId, { roomId: person.roomId })
  if (!found) throw new Error('The person is not in the room.')
  return found
}

/** Ada in one more room, as her person there. */
async function anotherRoom(name: string): Promise<Person> {
  const host = await create(server, name)
  return join(server, 'Ada', host.code, ada)
}

function hold(): void {
  stops.push(rooms.holdRooms(ada.userId))
}

const isConnected = ({ connection }: { connection: { kind: string } }): boolean => connection.kind === 'connected'
const isLive = ({ roster }: { roster: { count: number } }): boolean => roster.count > 0

async function show(person: Person): Promise<RoomStore> {
  const store = rooms.takeRoom(await snapshotOf(person))
  rooms.showRoom(store)
  await until(store, (state) => isConnected(state) && isLive(state))
  return store
}

describe('a room that was shown before', () => {
  test('is the same store when one goes back to it, and has followed meanwhile', async () => {
    hold()
    const first = await show(ada)
    const second = await anotherRoom('Bo')
    await show(second)
    const teo = await enter(server, await join(server, 'Teo', ada.code))
    await say(teo, ada.roomId, 'Meanwhile.')
    expect(rooms.takeRoom(await snapshotOf(ada))).toBe(first)
    expect(rooms.findRoom(`/room/${ada.code}`)).toBe(first)
    await until(first, (state) => bodies(state).includes('Meanwhile.'))
    teo.close()
  })

  test('is found by its path from before the code was changed as well', async () => {
    hold()
    const store = await show(ada)
    const renewed = await store.rotateCode()
    if (!renewed.ok) throw new Error('The host may not change the code.')
    await until(store, ({ room }) => rooms.pathOf(room) === `/room/${renewed.value.code}`)
    for (const code of [ada.code, renewed.value.code]) expect(rooms.findRoom(`/room/${code}`)).toBe(store)
    expect(rooms.findRoom('/room/ZZZZ-ZZZZ')).toBeUndefined()
  })

  test('is another store for another person in the same tab', async () => {
    hold()
    const store = await show(ada)
    const teo = await join(server, 'Teo', ada.code)
    expect(rooms.takeRoom(await snapshotOf(teo))).not.toBe(store)
  })

  test('is not handed out once it has ended for this person', async () => {
    hold()
    const store = await show(ada)
    await leave(server, ada, ada.roomId)
    await until(store, ({ ended }) => ended === 'left')
    expect(rooms.findRoom(`/room/${ada.code}`)).toBeUndefined()
    expect(await rooms.enterRoom(ada.roomId)).toBeUndefined()
    await join(server, 'Ada', ada.code, ada)
    const again = await rooms.enterRoom(ada.roomId)
    expect(again).toBeDefined()
    expect(again).not.toBe(store)
  })

  test('is let go of when eight others were shown since, and the server hears of it', async () => {
    hold()
    const left: RoomId[] = []
    line.socket.onAnyOutgoing((name, payload) => name === 'room:leave' && left.push(payload.roomId))
    const first = await show(ada)
    for (let at = 0; at < 8; at += 1) {
      expect(rooms.findRoom(`/room/${ada.code}`)).toBe(first)
      await show(await anotherRoom(`Guest ${at}x`))
    }
    expect(rooms.findRoom(`/room/${ada.code}`)).toBeUndefined()
    expect(left).toEqual([ada.roomId])
  })
})

describe('one more room', () => {
  test('is entered over the connection that is open, once', async () => {
    hold()
    await show(ada)
    const second = await anotherRoom('Bo')
    const store = await rooms.enterRoom(second.roomId)
    expect(store?.getState()).toMatchObject({ room: { id: second.roomId }, self: { name: 'Ada' } })
    expect(await rooms.enterRoom(second.roomId)).toBe(store)
    expect(network.open()).toBe(1)
  })

  test('is nothing where one is no member', async () => {
    hold()
    await show(ada)
    const stranger = await create(server, 'Bo')
    expect(await rooms.enterRoom(stranger.roomId)).toBeUndefined()
  })
})

describe('what waits for a room that is not on the screen', () => {
  test('goes out by itself, also after the connection was away, and not twice when its room is shown', async () => {
    const second = await anotherRoom('Bo')
    const { openShelf } = await import('./outbox-shelf')
    const clientMessageId = createClientMessageId()
    const wish = {
      kind: 'post' as const,
      id: clientMessageId,
      clientMessageId,
      body: 'From before.',
      startedAt: Date.now(),
    }
    await openShelf(ada.userId).change(second.roomId, () => [wish])
    await openShelf(ada.userId).change(ada.roomId, () => [])
    network.refuse()
    network.reset()
    hold()
    network.heal()
    const stored = async () =>
      (
        await server.services.database.read
          .selectFrom('messages')
          .select('body')
          .where('room_id', '=', second.roomId)
          .execute()
      ).map(({ body }) => body)
    await expect.poll(stored, { timeout: 15_000 }).toEqual(['From before.'])
    const store = await show(second)
    await until(store, (state) => state.outbox.length === 0 && bodies(state).includes('From before.'))
    expect(await stored()).toEqual(['From before.'])
  })
})

describe('the tab', () => {
  test('gives rooms and connection of one person up at once when another one comes in', async () => {
    const letGoOfAda = rooms.holdRooms(ada.userId)
    const store = await show(ada)
    letGoOfAda()
    const bo = await join(server, 'Bo', ada.code)
    network.carry(bo.cookie)
    stops.push(rooms.holdRooms(bo.userId))
    expect(line.socket.active).toBe(false)
    expect(rooms.findRoom(`/room/${ada.code}`)).toBeUndefined()
    const hers = await show(bo)
    expect(hers).not.toBe(store)
    await until(hers, isLive)
    expect(hers.getState().self.name).toBe('Bo')
  })

  test('keeps its rooms and its connection from one page to the next, and gives both up after the last', async () => {
    letGo()
    const first = rooms.holdRooms(ada.userId)
    const store = await show(ada)
    first()
    const second = rooms.holdRooms(ada.userId)
    const teo: Client = await connect(server, await join(server, 'Teo', ada.code))
    await say(teo, ada.roomId, 'Still there?')
    await until(store, (state) => bodies(state).includes('Still there?'))
    expect(rooms.findRoom(`/room/${ada.code}`)).toBe(store)
    second()
    await expect.poll(() => rooms.findRoom(`/room/${ada.code}`), { timeout: 5_000 }).toBeUndefined()
    await expect.poll(() => network.open(), { timeout: 5_000 }).toBe(0)
    teo.close()
    letGo = () => {}
  })
})
