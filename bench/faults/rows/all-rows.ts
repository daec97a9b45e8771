// The matrix, in order.
import type { Row } from '../row'
import { calm } from './f00-calm'
import { killed } from './f01-kill'
import { redisKilled } from './f04-redis-killed'
import { redisSilent } from './f05-redis-silent'
import { postgresAway } from './f07-postgres-away'
import { writeLock } from './f08-write-lock'
import { badWire } from './f12-bad-wire'
import { sameKey } from './f17-same-key'
import { staleNode } from './f23-stale-node'

export const ROWS: readonly Row[] = [
  ...[calm, killed, redisKilled, redisSilent, postgresAway, writeLock, badWire, sameKey, staleNode],
]
