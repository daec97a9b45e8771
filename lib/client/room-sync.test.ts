import { afterAll, afterEach, beforeAll, test } from 'vitest'
import { leaveRoom } from '../domain/members'
import { connect, create, join } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'
import { bodies, openTab, type Tab, until } from '../testing/tab'

let server: TestServer
const tabs: Tab[] = []
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
afterEach(async () => {
  for (const tab of tabs.splice(0)) await tab.close()
})

test('a room that is asked for too fast is entered by itself when the server will have it', async () => {
  const strict = await startServer({ limits: { readsPerSecond: 1 } })
  const ada = await create(strict, 'Ada')
  // Its page reports that it is visible, lists what is open and enters: more than one reading a second.
  const tab = await openTab(strict, ada)
  const teo = await connect(strict, await join(strict, 'Teo', ada.code))
  await say(teo, ada.roomId, 'Heard.')
  await until(tab.room, (state) => bodies(state).includes('Heard.'))
  teo.close()
  await tab.close()
  await strict.close()
})

test('a room that one is out of without having been told ends when the page is looked at again', async () => {
  const ada = await create(server, 'Ada')
  const tab = await openTab(server, ada)
  tabs.push(tab)
  const { roomId, userId } = ada
  await server.services.database.transact((trx) => leaveRoom(trx, { roomId, userId }))
  window.dispatchEvent(new Event('pageshow'))
  await until(tab.room, ({ ended }) => ended === 'left')
})

test('a page that is looked at while its connection is away comes back at once, with what it missed', async () => {
  const ada = await create(server, 'Ada')
  const teo = await connect(server, await join(server, 'Teo', ada.code))
  const tab = await openTab(server, ada)
  tabs.push(tab)
  tab.network.refuse()
  tab.network.reset()
  await until(tab.room, ({ connection }) => connection.kind === 'connecting')
  await say(teo, ada.roomId, 'Missed.')
  tab.network.heal()
  // The next attempt of its own may be far away.
  tab.line.socket.io.reconnection(false)
  tab.line.socket.disconnect()
  window.dispatchEvent(new Event('online'))
  await until(tab.room, (state) => bodies(state).includes('Missed.'))
  teo.close()
})
