// Nodes whose clocks are wrong, and a clock that is set back.
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createRateLimits } from '../domain/rate-limit'
import { parseSettings } from '../env'
import { SERVER_TIMES } from '../shared/server-times'
import { type Client, connect, create, enter, type Host, join, type Person, refusalOf } from '../testing/client'
import { dialects } from '../testing/databases'
import { endProcesses, type ParleyProcess, SERVED_BY, startProcess } from '../testing/process'
import { say } from '../testing/story'
import { UNBOUNDED } from '../testing/unbounded'
import { openClock } from './clock'
import type { Database } from './database'
import { openDatabase } from './open'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SECRET = 'a secret that all the nodes of this test share'
/** More than a busy machine takes to store a message. */
const CLOSE = 60_000

const imports = ['./lib/testing/skewed-clock.mjs']
const skewed = (aheadMs: number) => ({ ...UNBOUNDED, CLOCK_AHEAD_MS: String(aheadMs) })

afterAll(endProcesses)

/** When the messages of a room were posted, in the order of the log. */
async function postedIn(database: Database, { roomId }: Person): Promise<number[]> {
  const rows = await database.read
    .selectFrom('messages')
    .select('posted_at')
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.posted_at)
}

const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b)

const postgres = dialects.find(({ name }) => name === 'postgres')
const why = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

describe.skipIf(!postgres || postgres.skip !== undefined)(
  `two nodes an hour off, either way, on one Postgres (${SERVED_BY})${why}`,
  () => {
    test('post in one order by one clock, also when a clock is set back, and accept no session that has expired', async () => {
      if (!postgres) throw new Error('there is no Postgres')
      const { url, remove } = await postgres.createAddress()
      if (url.kind !== 'postgres') throw new Error('not Postgres')
      const env = { DATABASE_URL: url.url, AUTH_SECRET: SECRET }
      const start = (ahead: number) => startProcess({ imports, env: { ...skewed(ahead), ...env } })
      const fast = await start(HOUR)
      const slow = await start(-HOUR)
      const database = openDatabase({ url })
      const host = hostOf(database, env)
      const at = ({ origin }: ParleyProcess): Host => ({ ...host, origin })
      const ada = await create(at(fast), 'Ada')
      const teo = await join(at(slow), 'Teo', ada.code)

      const clients: Client[] = [await enter(at(fast), ada), await enter(at(slow), { ...teo, roomId: ada.roomId })]
      const takeTurns = async (): Promise<void> => {
        for (let turn = 0; turn < 6; turn++) {
          for (const client of clients) await say(client, ada.roomId, `Turn ${turn}.`)
        }
      }
      await takeTurns()
      fast.tell({ clockStepMs: -10 * MINUTE })
      await takeTurns()
      const posted = await postedIn(database, ada)
      expect(posted).toEqual(sorted(posted))
      const now = (await openClock(database)).now()
      for (const time of posted) expect(Math.abs(time - now)).toBeLessThan(CLOSE)

      const lastSeen = (agoMs: number) =>
        database.write
          .updateTable('sessions')
          .set({ last_seen_at: now - agoMs })
          .where('id', '=', ada.viewer.sessionId)
          .execute()
      await lastSeen(SERVER_TIMES.sessionIdle + HOUR / 2)
      expect([await refusalOf(at(slow), ada), await refusalOf(at(fast), ada)]).toEqual([
        'unauthenticated',
        'unauthenticated',
      ])
      await lastSeen(SERVER_TIMES.sessionIdle - HOUR / 2)
      expect([await refusalOf(at(fast), ada), await refusalOf(at(slow), ada)]).toEqual([undefined, undefined])
      for (const client of clients) client.close()
      for (const node of [fast, slow]) {
        expect(node.printed()).not.toMatch(/"level":[56]0|Negative/)
        expect(await node.kill('SIGTERM')).toEqual({ code: 0, signal: null })
      }
      await database.close()
      await remove()
    })
  },
)

test(`with the embedded store a clock that is set back takes no message to before the one above it (${SERVED_BY})`, async () => {
  const server = await startProcess({ imports, env: skewed(HOUR) })
  const posted = await server.within(async (host) => {
    const ada = await create(host, 'Ada')
    const client = await enter(host, ada)
    await say(client, ada.roomId, 'Before.')
    server.tell({ clockStepMs: -10 * MINUTE })
    for (let at = 0; at < 3; at++) await say(client, ada.roomId, `After ${at}.`)
    client.close()
    // Who comes now finds nothing strange either.
    const again = await connect(host, ada)
    await again.do('room:enter', { roomId: ada.roomId })
    again.close()
    return postedIn(host.services.database, ada)
  })
  expect(posted).toHaveLength(4)
  expect(posted).toEqual(sorted(posted))
  expect(Math.abs((posted[0] ?? 0) - Date.now() - HOUR)).toBeLessThan(CLOSE)
  expect(server.printed()).not.toMatch(/"level":[56]0|Negative/)
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
})

/** What reaches the database as the nodes' pages would. */
function hostOf(database: Database, env: Record<string, string>): Omit<Host, 'origin'> {
  const parsed = parseSettings({ ...env, ...UNBOUNDED, NODE_ENV: 'production' })
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  const { settings } = parsed
  const clock = { now: () => Date.now() }
  return { services: { database, rates: createRateLimits(settings.limits), clock, settings, authSecret: SECRET } }
}

describe.skipIf(!postgres || postgres.skip !== undefined)(`the clock of a database that several share${why}`, () => {
  test('is asked again and again: a machine that slept is right soon after', async () => {
    if (!postgres) throw new Error('there is no Postgres')
    const database = await postgres.open()
    const clock = await openClock(database, 20)
    const off = (): number => Math.abs(clock.now() - Date.now())
    expect(off()).toBeLessThan(CLOSE)
    const real = performance.now.bind(performance)
    // Suspended machines wake with a clock that counted on, or stood still; both are wrong by as much.
    const slept = vi.spyOn(performance, 'now').mockImplementation(() => real() + HOUR)
    try {
      expect(off()).toBeGreaterThan(HOUR / 2)
      await vi.waitUntil(() => off() < CLOSE)
    } finally {
      slept.mockRestore()
      clock.close()
      await database.close()
    }
  })
})
