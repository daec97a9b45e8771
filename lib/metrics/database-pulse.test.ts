import { afterEach, expect, test } from 'vitest'
import { startDatabasePulse } from './database-pulse'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A pulse over a database that does what it is told, and all that the pulse tells. */
function watch(ping: () => Promise<void>) {
  const told: string[] = []
  const listeners = new Set<() => void>()
  const tell = (what: string): void => {
    told.push(what)
    for (const look of listeners) look()
  }
  const stop = startDatabasePulse({
    ping,
    answered: (isUp) => tell(isUp ? 'up' : 'down'),
    changed: (isUp, reason) => tell(isUp ? 'back' : `away: ${reason instanceof Error ? reason.message : ''}`),
    everyMs: 5,
  })
  stops.push(stop)
  const hears = (what: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (told.includes(what)) resolve()
      }
      listeners.add(look)
      look()
    })
  return { told, hears, stop }
}

test('a database that answers is up, and nothing changed', async () => {
  const { told, hears } = watch(() => Promise.resolve())
  await hears('up')
  expect(new Set(told)).toEqual(new Set(['up']))
})

test('one that refuses is away, told once with the reason, and back when it answers', async () => {
  let isThere = false
  const { told, hears } = watch(() => (isThere ? Promise.resolve() : Promise.reject(new Error('gone'))))
  await hears('away: gone')
  isThere = true
  await hears('back')
  expect(told.filter((what) => what.startsWith('away'))).toEqual(['away: gone'])
  expect(told.indexOf('back')).toBeGreaterThan(told.indexOf('away: gone'))
})

test('one that is silent is away by the next asking, and is not asked again meanwhile', async () => {
  let asked = 0
  const { hears } = watch(() => {
    asked += 1
    return new Promise(() => {})
  })
  await hears('away: The database is silent.')
  expect(asked).toBe(1)
})

test('once stopped nothing more is told', async () => {
  let answer: () => void = () => {}
  const { told, stop } = watch(() => new Promise((resolve) => (answer = resolve)))
  stop()
  answer()
  await Promise.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  expect(told).toEqual([])
})
