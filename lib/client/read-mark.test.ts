import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { TIMES } from '../shared/limits'
import { type Client, connect, create, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'
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
  other = await connect(server, await join(server, 'Teo', ada.code))
  for (const body of ['One.', 'Two.', 'Three.']) await say(other, ada.roomId, body)
  tab = await openTab(server, ada)
})
afterEach(async () => {
  other.close()
  await tab.close()
})

async function readSeq(): Promise<number> {
  const row = await server.services.database.read
    .selectFrom('members')
    .select('read_seq')
    .where('room_id', '=', ada.roomId)
    .where('user_id', '=', ada.userId)
    .executeTakeFirstOrThrow()
  return row.read_seq
}

/** The read places that the tab tells the server, as they are told. */
function told(): number[] {
  const seqs: number[] = []
  tab.line.socket.onAnyOutgoing((name, payload) => name === 'room:read' && seqs.push(payload.seq))
  return seqs
}

test('reading on is one word to the server, the last place, and is known here at once', async () => {
  const seqs = told()
  for (const seq of [1, 3, 2]) tab.room.markRead(seq)
  expect(tab.room.getState().self.readSeq).toBe(3)
  await expect.poll(readSeq, { timeout: 5_000 }).toBe(3)
  // The answer stands before that of whatever is asked now.
  await tab.line.ask('presence:report', { visible: true })
  tab.room.markRead(3)
  tab.stop()
  expect(seqs).toEqual([3])
})

test('what was read is told when the page is left, and not lost with it', async () => {
  tab.room.markRead(2)
  tab.stop()
  await expect.poll(readSeq, { timeout: 5_000 }).toBe(2)
})

test('what was read while the connection was away is told once it is back', async () => {
  tab.network.refuse()
  tab.network.reset()
  await until(tab.room, ({ connection }) => connection.kind === 'connecting')
  const seqs = told()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  tab.room.markRead(2)
  vi.advanceTimersByTime(TIMES.readNotedEvery)
  vi.useRealTimers()
  expect(seqs).toEqual([])
  tab.network.heal()
  await expect.poll(readSeq, { timeout: 10_000 }).toBe(2)
  expect(seqs).toEqual([2])
})

test('a place that the server did not take is told again with the next one', async () => {
  tab.network.stall()
  tab.room.markRead(1)
  const asked = told()
  await expect.poll(() => asked, { timeout: 5_000 }).toEqual([1])
  tab.network.reset()
  tab.network.heal()
  await expect.poll(readSeq, { timeout: 10_000 }).toBe(1)
  expect(asked).toEqual([1, 1])
})
