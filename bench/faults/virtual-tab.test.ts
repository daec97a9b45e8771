import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { create, enter, join, type Person } from '#lib/testing/client'
import { startProxy } from '#lib/testing/proxy'
import { createRandom } from '#lib/testing/random'
import { startServer, type TestServer } from '#lib/testing/server'
import { say } from '#lib/testing/story'
import { createBrowser } from './browser'
import { bundleClient, type ClientBundle } from './client-parts'
import { connected } from './crowd'
import { createRecorder, type Recorder } from './recorder'
import { openTab, type Tab, type TabParts } from './virtual-tab'
import { eventually } from './wait'

let server: TestServer
let bundle: ClientBundle
let recorder: Recorder
const tabs: Tab[] = []

beforeAll(async () => {
  server = await startServer()
  bundle = await bundleClient()
  recorder = createRecorder()
})
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close()
})
afterAll(() => server.close())

async function open(person: Person, options: Partial<TabParts> = {}): Promise<Tab> {
  const random = createRandom(1)
  const tab = await openTab({
    ...{ host: server, bundle, recorder, person, browser: createBrowser(), client: `tab ${recorder.nextTab()}` },
    chance: () => random.below(1_000) / 1_000,
    ...options,
  })
  tabs.push(tab)
  await connected(tab)
  return tab
}

const bodies = ({ room }: Tab): string[] => room.getState().timeline.messages.map(({ body }) => body)

test('tabs of one process are strangers: each has its own connection, and what one writes reaches the other', async () => {
  const ada = await create(server, 'Ada')
  const [first, second] = [await open(ada), await open(await join(server, 'Teo', ada.code))]
  expect(first.socket().id).not.toBe(second.socket().id)
  first.write('Hello.')
  expect(await eventually(() => bodies(second).includes('Hello.'))).toBe(true)
})

test('what a tab could not send is sent by the next page of the same browser, and not of another', async () => {
  const ada = await create(server, 'Ada')
  const browser = createBrowser()
  const network = await startProxy(server.port)
  const first = await open(ada, { browser, origin: network.origin })
  network.refuse()
  network.reset()
  expect(await eventually(() => !first.socket().connected)).toBe(true)
  first.write('Kept.')
  expect(await eventually(async () => (await browser.storage.keys('parley-outbox/wishes')).length === 1)).toBe(true)
  first.close()
  const elsewhere = await open(ada)
  expect(bodies(elsewhere)).toEqual([])
  await open(ada, { browser })
  expect(await eventually(() => bodies(elsewhere).includes('Kept.'))).toBe(true)
  await network.close()
})

test('the history holds what was wanted, answered, received and shown, each once', async () => {
  const ada = await create(server, 'Ada')
  const tab = await open(ada)
  const client = await enter(server, ada)
  tab.write('Mine.')
  await say(client, ada.roomId, 'From the phone.')
  expect(await eventually(() => bodies(tab).length === 2 && tab.room.getState().outbox.length === 0)).toBe(true)
  const own = recorder.records.filter((record) => record.client === tab.client)
  const sent = own.filter(({ op }) => op === 'send')
  expect(sent).toHaveLength(1)
  expect(own.filter(({ op }) => op === 'ack')).toHaveLength(1)
  expect(own.some((record) => record.op === 'event' && record.items.length > 0)).toBe(true)
  const shown = own.flatMap((record) => (record.op === 'render' ? record.items : []))
  expect(new Set(shown.map(({ id }) => id)).size).toBe(2)
  client.close()
})

test('a browser clock that is a day ahead changes neither order nor times', async () => {
  const ada = await create(server, 'Ada')
  const [ahead, right] = [await open(ada, { clockOffMs: 86_400_000 }), await open(ada)]
  ahead.write('From tomorrow.')
  expect(await eventually(() => bodies(right).length === 1)).toBe(true)
  right.write('From today.')
  expect(await eventually(() => bodies(ahead).length === 2)).toBe(true)
  expect(bodies(ahead)).toEqual(['From tomorrow.', 'From today.'])
  expect(Math.abs((right.room.getState().timeline.messages[0]?.postedAt ?? 0) - Date.now())).toBeLessThan(60_000)
})
