// The outbox of a browser that keeps it: over reloads, between tabs, and where its storage fails.
import 'fake-indexeddb/auto'
import { createStore, set } from 'idb-keyval'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createClientMessageId, createId } from '../shared/ids'
import { connect, create, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'
import { bodies, openTab, type Tab, until } from '../testing/tab'
import { createLocks } from '../testing/web-locks'
import { EXPIRES_AFTER, type Outgoing } from './outgoing'
import type { RoomState } from './room-state'

let server: TestServer
let ada: Person
const tabs: Tab[] = []
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  vi.stubGlobal('navigator', { locks: createLocks() })
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

const post = (body: string, startedAt = Date.now()): Outgoing => {
  const clientMessageId = createClientMessageId()
  return { kind: 'post', id: clientMessageId, clientMessageId, body, startedAt }
}

/** What an earlier page left waiting in this browser. */
const left = (...wishes: Outgoing[]) =>
  set(`${ada.userId}/${ada.roomId}`, wishes, createStore('parley-outbox', 'wishes'))

const isIdle = ({ outbox, changes }: RoomState): boolean => outbox.length === 0 && changes.length === 0

async function isOffline({ network, room }: Tab): Promise<void> {
  network.refuse()
  network.reset()
  await until(room, ({ connection }) => connection.kind === 'connecting')
}

test('[P5] what an earlier page left waiting goes out on the next one, once and in order', async () => {
  const written = ['One.', 'Two.', 'Three.']
  await left(...written.map((body) => post(body)))
  const tab = await open()
  await until(tab.room, (state) => isIdle(state) && bodies(state).length === written.length)
  expect(bodies(tab.room.getState())).toEqual(written)
  const next = await open()
  expect(bodies(next.room.getState())).toEqual(written)
})

test('[P5] what waited for more than a day goes out only when its author says so', async () => {
  await left(post('Yesterday.', Date.now() - EXPIRES_AFTER - 1), post('Today.'))
  const tab = await open()
  const { outbox } = await until(tab.room, (state) => bodies(state).includes('Today.') && state.outbox.length === 1)
  expect(outbox).toMatchObject([{ body: 'Yesterday.', status: 'failed', reason: 'expired' }])
  tab.room.retry(outbox[0]?.clientMessageId ?? '')
  await until(tab.room, (state) => isIdle(state) && bodies(state).includes('Yesterday.'))
})

test('what is written in one tab is shown in the other, and goes out by whichever is connected', async () => {
  const [away, tab] = [await open(), await open()]
  await isOffline(away)
  away.room.send('From the other tab.')
  await until(tab.room, (state) => bodies(state).includes('From the other tab.'))
  await until(away.room, isIdle)
  away.network.heal()
  await until(away.room, (state) => bodies(state).includes('From the other tab.'))
  expect(bodies(tab.room.getState())).toEqual(['From the other tab.'])
})

test('a deletion of what is not there any more is done, and a change of it says why it is not', async () => {
  const gone = { messageId: createId<never>(), startedAt: Date.now() }
  await left(
    { kind: 'delete', id: createId(), ...gone, sendAt: 0 },
    { kind: 'edit', id: createId(), ...gone, body: 'Better.' },
  )
  const tab = await open()
  const { changes } = await until(tab.room, (state) => state.changes[0]?.failed !== undefined)
  expect(changes).toMatchObject([{ kind: 'edit', failed: 'not_found' }])
})

test('a message that was given up before and is found stored is deleted, and then forgotten', async () => {
  const other = await connect(server, ada)
  const clientMessageId = createClientMessageId()
  const { id } = await other.do('message:send', { roomId: ada.roomId, clientMessageId, body: 'Never mind.' })
  await left({ kind: 'discarded', id: createId(), clientMessageId, startedAt: Date.now() })
  const tab = await open()
  await say(other, ada.roomId, 'Something else.')
  const { timeline } = await until(tab.room, (state) =>
    state.timeline.messages.some((message) => message.id === id && message.deletedAt !== undefined),
  )
  expect(timeline.messages.map(({ body }) => body)).toEqual(['', 'Something else.'])
  await until(tab.room, isIdle)
  other.close()
})

test('a browser whose storage fails loses no message while the page lives', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    },
  })
  const tab = await open()
  for (const body of ['One.', 'Two.']) tab.room.send(body)
  await until(tab.room, (state) => isIdle(state) && bodies(state).length === 2)
  expect(bodies(tab.room.getState())).toEqual(['One.', 'Two.'])
})
