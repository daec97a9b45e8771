import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest'
import { type Client, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { openTab, type Tab, until } from '../testing/tab'

let server: TestServer
let ada: Person
let other: Client
let tab: Tab
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  other = await enter(server, await join(server, 'Teo', ada.code))
  tab = await openTab(server, ada)
})
afterEach(async () => {
  other.close()
  await tab.close()
})

const hearsTyping = (isTyping: boolean) =>
  other.hears('typing:changed', ({ userIds }) => userIds.includes(ada.userId) === isTyping)

test('who types is told, and who stops too [E39]', async () => {
  tab.room.typing()
  await hearsTyping(true)
  tab.room.stopTyping()
  await hearsTyping(false)
})

test('typing that began while the connection was away is told once it is back', async () => {
  tab.network.refuse()
  tab.network.reset()
  await until(tab.room, ({ connection }) => connection.kind !== 'connected')
  tab.room.typing()
  tab.network.heal()
  await hearsTyping(true)
})
