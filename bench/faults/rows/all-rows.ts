// The matrix, in order.
import type { Row } from '../row'
import { calm } from './f00-calm'
import { killed } from './f01-kill'
import { drained } from './f02-drain'
import { rollingRestart } from './f03-rolling-restart'
import { redisKilled } from './f04-redis-killed'
import { redisSilent } from './f05-redis-silent'
import { redisGarbage } from './f06-redis-garbage'
import { postgresAway } from './f07-postgres-away'
import { writeLock } from './f08-write-lock'
import { diskFull } from './f09-disk-full'
import { damaged } from './f10-damaged'
import { gone } from './f11-gone'
import { badWire } from './f12-bad-wire'
import { clocks } from './f13-clocks'
import { neverReads } from './f14-never-reads'
import { storm } from './f15-storm'
import { tabs } from './f16-tabs'
import { sameKey } from './f17-same-key'
import { badInput } from './f18-to-21-bad-input'
import { staleNode } from './f23-stale-node'
import { upgrade } from './f24-upgrade'
import { soak } from './f25-soak'

export const ROWS: readonly Row[] = [
  ...[calm, killed, drained, rollingRestart, redisKilled, redisSilent, redisGarbage, postgresAway, writeLock],
  ...[
    diskFull,
    damaged,
    gone,
    badWire,
    clocks,
    neverReads,
    storm,
    tabs,
    sameKey,
    ...badInput,
    staleNode,
    upgrade,
    soak,
  ],
]
