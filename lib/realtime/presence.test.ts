import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PresenceState } from '../shared/model'
import type { Events } from '../shared/protocol'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leave } from '../testing/story'

type Changed = Events['presence:changed']

/** Long enough for a reload on a busy machine, short enough to wait for. */
const GRACE_MS = 1_200

let server: TestServer
beforeAll(async () => {
  server = await startServer({ limits: { presenceGraceMs: GRACE_MS } })
})
afterAll(() => server.close())

const says = (who: Person, state: PresenceState) => (changed: Changed) =>
  changed.changes.some((change) => change.userId === who.userId && change.state === state)

/** A room in which one watches who comes and goes. */
async function room(): Promise<{ ada: Person; watcher: Client; guest(name: string): Promise<Person> }> {
  const ada = await create(server, 'Ada')
  const watcher = await enter(server, ada)
  await watcher.hears('presence:changed', says(ada, 'present'))
  return { ada, watcher, guest: (name) => join(server, name, ada.code) }
}

const changesOf = (client: Client, { userId }: Person): PresenceState[] =>
  client
    .all('presence:changed')
    .flatMap(({ changes }) => changes.filter((change) => change.userId === userId).map(({ state }) => state))

/** Makes a change that comes after every earlier one, and waits until it is heard. */
async function untilAllIsTold(watcher: Client, ada: Person): Promise<void> {
  const marker = await join(server, `Marker ${watcher.heard.length}`, ada.code)
  const client = await enter(server, marker)
  await watcher.hears('presence:changed', says(marker, 'present'))
  client.close()
}

describe.concurrent('who is here', () => {
  test('two tabs are one person, who is here until the last of them is gone', async () => {
    const { ada, watcher, guest } = await room()
    const teo = await guest('Teo')
    const tabs = [await enter(server, teo), await enter(server, teo), await enter(server, teo)]
    await watcher.hears('presence:changed', says(teo, 'present'))
    const { members } = await watcher.do('room:enter', { roomId: ada.roomId })
    expect(members.count).toBe(2)
    expect(members.list.filter(({ state }) => state === 'present')).toHaveLength(2)
    tabs[0]?.close()
    tabs[1]?.close()
    await untilAllIsTold(watcher, ada)
    expect(changesOf(watcher, teo)).toEqual(['present'])
    const closedAt = performance.now()
    tabs[2]?.close()
    const gone = await watcher.hears('presence:changed', says(teo, 'absent'))
    expect(performance.now() - closedAt).toBeGreaterThan(GRACE_MS - 50)
    expect(changesOf(watcher, teo)).toEqual(['present', 'absent'])
    expect(gone.changes.find(({ userId }) => userId === teo.userId)).toMatchObject({ name: 'Teo', role: 'member' })
    watcher.close()
  })

  test('ten reloads are silent', async () => {
    const { ada, watcher, guest } = await room()
    const teo = await guest('Teo')
    let tab = await enter(server, teo)
    await watcher.hears('presence:changed', says(teo, 'present'))
    for (let at = 0; at < 10; at++) {
      tab.close()
      tab = await enter(server, teo)
    }
    await untilAllIsTold(watcher, ada)
    expect(changesOf(watcher, teo)).toEqual(['present'])
    tab.close()
    watcher.close()
  })

  test('away is every tab hidden, and one that is shown is enough', async ({ expect }) => {
    const { ada, watcher, guest } = await room()
    const teo = await guest('Teo')
    const [one, two] = [await enter(server, teo), await enter(server, teo)]
    await watcher.hears('presence:changed', says(teo, 'present'))
    await one.do('presence:report', { visible: false })
    await untilAllIsTold(watcher, ada)
    expect(changesOf(watcher, teo)).toEqual(['present'])
    await two.do('presence:report', { visible: false })
    await watcher.hears('presence:changed', says(teo, 'away'))
    await one.do('presence:report', { visible: true })
    await expect.poll(() => changesOf(watcher, teo), { timeout: 5_000 }).toEqual(['present', 'away', 'present'])
    // The shown one closes: what is left is hidden.
    await two.do('presence:report', { visible: false })
    one.close()
    await expect.poll(() => changesOf(watcher, teo), { timeout: 5_000 }).toEqual(['present', 'away', 'present', 'away'])
    two.close()
    watcher.close()
  })

  test('a hidden page that enters another room is away there from the start', async () => {
    const { ada, watcher, guest } = await room()
    const teo = await guest('Teo')
    const tab = await connect(server, teo)
    await tab.do('presence:report', { visible: false })
    await tab.do('room:enter', { roomId: ada.roomId })
    await watcher.hears('presence:changed', says(teo, 'away'))
    expect(changesOf(watcher, teo)).toEqual(['away'])
    tab.close()
    watcher.close()
  })

  test('a page that stops watching is gone after the grace time, though its connection stays', async () => {
    const { ada, watcher, guest } = await room()
    const teo = await guest('Teo')
    const tab = await enter(server, teo)
    await watcher.hears('presence:changed', says(teo, 'present'))
    await tab.do('room:leave', { roomId: ada.roomId })
    await watcher.hears('presence:changed', says(teo, 'absent'))
    expect(tab.socket.connected).toBe(true)
    tab.close()
    watcher.close()
  })
})

describe.concurrent('how changes are told', () => {
  test('many who come in one second are told together, and the versions have no gap', async ({ expect }) => {
    const { ada, watcher, guest } = await room()
    const people = await Promise.all(Array.from({ length: 30 }, (_, at) => guest(`Guest ${at}`)))
    const tabs = await Promise.all(people.map((person) => enter(server, person)))
    await expect.poll(() => people.every((person) => changesOf(watcher, person).length > 0)).toBe(true)
    const told = watcher.all('presence:changed')
    expect(told.length).toBeLessThanOrEqual(8)
    expect(told.map(({ version }) => version)).toEqual(told.map((_, at) => at + 1))
    expect(told.at(-1)?.count).toBe(31)
    const { members } = await watcher.do('room:enter', { roomId: ada.roomId })
    expect(members).toMatchObject({ version: told.length, count: 31 })
    expect(members.list.every(({ state }) => state === 'present')).toBe(true)
    for (const tab of tabs) tab.close()
    watcher.close()
  })

  test('another name is told to the room', async () => {
    const { ada, watcher, guest } = await room()
    const teo = await guest('Teo')
    const tab = await enter(server, teo)
    await watcher.hears('presence:changed', says(teo, 'present'))
    await join(server, 'Theodor', ada.code, teo)
    server.services.bus.publish({ kind: 'membership', roomId: ada.roomId, userId: teo.userId })
    const told = await watcher.hears('presence:changed', ({ changes }) =>
      changes.some(({ name }) => name === 'Theodor'),
    )
    expect(told.changes).toMatchObject([{ userId: teo.userId, state: 'present' }])
    tab.close()
    watcher.close()
  })
})

test('leaving a room is told at once, without the grace time, and to the leaver in every tab', async () => {
  const patient = await startServer({ limits: { presenceGraceMs: 600_000 } })
  const ada = await create(patient, 'Ada')
  const teo = await join(patient, 'Teo', ada.code)
  const watcher = await enter(patient, ada)
  const tabs = [await enter(patient, teo), await enter(patient, teo)]
  await watcher.hears('presence:changed', says(teo, 'present'))
  await leave(patient, teo, ada.roomId)
  const told = await watcher.hears('presence:changed', says(teo, 'absent'))
  expect(told.count).toBe(1)
  for (const tab of tabs) expect(await tab.hears('member:removed')).toEqual({ roomId: ada.roomId, reason: 'left' })
  const { members } = await watcher.do('room:enter', { roomId: ada.roomId })
  expect(members.list.map(({ name }) => name)).toEqual(['Ada'])
  for (const client of [watcher, ...tabs]) client.close()
  await patient.close()
})
