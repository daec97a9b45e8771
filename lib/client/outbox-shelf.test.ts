import 'fake-indexeddb/auto'
import { createStore, get, set } from 'idb-keyval'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createClientMessageId, createId, type RoomId, type UserId } from '../shared/ids'
import { createLocks } from '../testing/web-locks'
import type { Shelf } from './outbox-shelf'
import type { Outgoing } from './outgoing'

let ada: UserId
let roomId: RoomId
beforeEach(() => {
  vi.stubGlobal('navigator', { locks: createLocks() })
  ada = createId<UserId>()
  roomId = createId<RoomId>()
})

/** The shelf as one more tab of the browser opens it. */
async function openTab(userId: UserId): Promise<Shelf> {
  vi.resetModules()
  return (await import('./outbox-shelf')).openShelf(userId)
}

function wish(body: string): Outgoing {
  const clientMessageId = createClientMessageId()
  return { kind: 'post', id: clientMessageId, clientMessageId, body, startedAt: 1 }
}

const add = (shelf: Shelf, ...wishes: Outgoing[]) => shelf.change(roomId, (kept) => [...kept, ...wishes])

describe('what waits to be sent', () => {
  test('outlives its tab, by person and by room', async () => {
    const [one, two] = [wish('One.'), wish('Two.')]
    await add(await openTab(ada), one, two)
    const next = await openTab(ada)
    expect(await next.load(roomId)).toEqual([one, two])
    expect(await next.load(createId<RoomId>())).toEqual([])
    expect(await next.rooms()).toEqual([roomId])
    const stranger = await openTab(createId<UserId>())
    expect([await stranger.load(roomId), await stranger.rooms()]).toEqual([[], []])
  })

  test('of two tabs that add at the same moment is all there', async () => {
    const tabs = [await openTab(ada), await openTab(ada)]
    const wishes = Array.from({ length: 20 }, (_, at) => wish(`message ${at}`))
    await Promise.all(wishes.map((each, at) => tabs[at % 2] && add(tabs[at % 2] as Shelf, each)))
    const kept = await (await openTab(ada)).load(roomId)
    expect(kept.map(({ id }) => id).sort()).toEqual(wishes.map(({ id }) => id).sort())
  })

  test('is told to the person’s other tabs, until they listen no more, and to nobody else’s', async () => {
    const [writer, reader, stranger] = [await openTab(ada), await openTab(ada), await openTab(createId<UserId>())]
    const heard: unknown[] = []
    const stop = reader.onChange((changed) => heard.push(changed))
    stranger.onChange(() => heard.push('a stranger heard it'))
    await add(writer, wish('One.'))
    await expect.poll(() => heard).toEqual([roomId])
    stop()
    const last = new Promise((resolve) => reader.onChange(resolve))
    await add(writer, wish('Two.'))
    await last
    expect(heard).toEqual([roomId])
  })

  test('is sent by one tab at a time, and a tab that failed lets the next one in', async () => {
    const tabs = [await openTab(ada), await openTab(ada), await openTab(ada)]
    let inside = 0
    let most = 0
    const turns = tabs.map((tab, at) =>
      tab.inTurn(roomId, async () => {
        inside += 1
        most = Math.max(most, inside)
        await new Promise((resolve) => setImmediate(resolve))
        inside -= 1
        if (at === 0) throw new Error('The page was put aside.')
      }),
    )
    const ends = await Promise.allSettled(turns)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(most).toBe(1)
  })

  test('goes out on plain http too, where there are no locks', async () => {
    vi.stubGlobal('navigator', {})
    const run = vi.fn(async () => {})
    await (await openTab(ada)).inTurn(roomId, run)
    expect(run).toHaveBeenCalledOnce()
  })
})

test('what another program left in its place is neither sent nor in the way', async () => {
  const store = createStore('parley-outbox', 'wishes')
  await set(`${ada}/${roomId}`, [{ kind: 'post', body: 'made up' }, 7], store)
  await set(`${ada}/no room`, [], store)
  await set(42, [], store)
  const shelf = await openTab(ada)
  expect(await shelf.load(roomId)).toEqual([])
  expect(await shelf.rooms()).toEqual([roomId])
  const own = wish('One.')
  await add(shelf, own)
  expect(await get(`${ada}/${roomId}`, store)).toEqual([own])
})

test('a browser without such storage keeps it for as long as the page lives, one shelf for the tab', async () => {
  vi.stubGlobal('indexedDB', undefined)
  vi.resetModules()
  const { openShelf } = await import('./outbox-shelf')
  const shelf = openShelf(ada)
  const one = wish('One.')
  await add(shelf, one)
  expect(openShelf(ada)).toBe(shelf)
  expect([await shelf.load(roomId), await shelf.rooms()]).toEqual([[one], [roomId]])
  const run = vi.fn(async () => {})
  await shelf.inTurn(roomId, run)
  expect(run).toHaveBeenCalledOnce()
  shelf.onChange(() => {})()
  vi.unstubAllGlobals()
})
