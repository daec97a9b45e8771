// The Redis that tests run on: the one of the run by default, one of their own where they kill it.
import { describe, inject } from 'vitest'
import { startRedis, type TestRedis } from './redis'

const run = inject('redis')

export type RedisOfRun = {
  /** Shared with every other test: tell your keys and streams apart by a name of your own. */
  url: string
  /** One of the test's own, which it may kill, and must stop. */
  startOwn(options?: { password?: string }): Promise<TestRedis>
}

/** Why there is no Redis on this machine, for a title; empty when there is one. */
export const redisMissing: string = 'skip' in run ? ` (skipped: ${run.skip})` : ''

/** Runs a suite that needs Redis. Where none is, its tests count as skipped and their title says why. */
export function describeWithRedis(title: string, suite: (redis: RedisOfRun) => void): void {
  const redis: RedisOfRun =
    'skip' in run
      ? { url: '', startOwn: () => Promise.reject(new Error(run.skip)) }
      : { url: run.url, startOwn: (options) => startRedis({ ...options, program: run.program }) }
  describe.skipIf(redisMissing !== '')(`${title}${redisMissing}`, () => suite(redis))
}
