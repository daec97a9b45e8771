// The bus of several nodes: own listeners hear at once, other nodes over one stream in Redis. Away means silence, never
// a wait: whoever hears nothing asks the rows.
import type { Services } from '../services'
import { createId } from '../shared/ids'
import { type Bus, type BusSign, type BusState, createMemoryBus, type NodeId, type Wake } from './bus'
import { createWakeOutbox } from './bus-outbox'
import { BLOCK_MS, type RedisClients } from './redis'
import { readEntry } from './wake-schema'
import { followStream } from './wake-stream'

const PING_EVERY = 500
/** No answer to a ping for so long, or nothing read for so long, is away. */
const SILENT_AFTER = 1_250
const OVERDUE_AFTER = BLOCK_MS + 1_500

type Parts = { redis: RedisClients; log: Pick<Services['log'], 'warn' | 'info'> }

export function createRedisBus({ redis, log }: Parts): Bus {
  const { reader, commands, name } = redis
  const stream = `${name}:wakes`
  const node: NodeId = createId()
  const own = createMemoryBus()
  const listeners = new Set<(wake: Wake, from: NodeId | undefined) => void>()
  const watchers = new Set<(sign: BusSign) => void>()
  let state: BusState = 'away'
  let heard = 0
  let ignored = 0
  let readAt = Number.NEGATIVE_INFINITY
  let answeredAt = Number.NEGATIVE_INFINITY
  let tickedAt = performance.now()

  const outbox = createWakeOutbox({ commands, stream, node })

  const sign = (what: BusSign): void => {
    for (const watcher of watchers) watcher(what)
  }

  function judge(): void {
    const now = performance.now()
    const isWell =
      reader.status === 'ready' &&
      commands.status === 'ready' &&
      !outbox.isRefused() &&
      now - readAt <= OVERDUE_AFTER &&
      now - answeredAt <= SILENT_AFTER
    if (isWell === (state === 'connected')) return
    state = isWell ? 'connected' : 'away'
    if (isWell) {
      log.info('Redis answers: other nodes hear this one at once')
      if (outbox.hasMissed()) outbox.post({ kind: 'missed' })
    } else log.warn('Redis is away: other nodes hear this one when they ask the database')
    sign(isWell ? 'back' : 'away')
  }

  function tick(): void {
    const now = performance.now()
    // After a pause of this whole process the silence was its own; answers are waiting to be read.
    const isLate = now - tickedAt > 2 * PING_EVERY
    tickedAt = now
    if (!isLate) judge()
    if (commands.status !== 'ready') return
    // Nothing else may be said for long, and only an entry that is taken tells that they are again.
    if (outbox.isRefused()) outbox.post({ kind: 'beat' })
    commands.ping().then(
      () => {
        answeredAt = performance.now()
        judge()
      },
      () => {},
    )
  }

  function hear(fields: string[]): void {
    const entry = readEntry(fields)
    ignored += entry?.ignored ?? 1
    if (!entry || entry.from === node) return
    for (const wake of entry.wakes) {
      heard += 1
      for (const listener of listeners) listener(wake, entry.from)
    }
  }

  const follower = followStream({
    reader,
    stream,
    onEntry: hear,
    onLost: () => sign('lost'),
    onRead() {
      readAt = performance.now()
      judge()
    },
  })
  const timer = setInterval(tick, PING_EVERY)
  const cut = (): void => {
    // What was read or answered over a connection says nothing of the next one.
    readAt = answeredAt = Number.NEGATIVE_INFINITY
    judge()
  }
  for (const client of [reader, commands]) client.on('close', cut)
  commands.on('ready', tick)
  // The read that stood when the connection went is sent again over the new one, and ends with the next entry.
  const nudge = (): void => {
    // Before both stand it would be dropped, and a drop is told to everybody.
    if (commands.status === 'ready') outbox.post({ kind: 'beat' })
  }
  for (const client of [reader, commands]) client.on('ready', nudge)

  return {
    publish(wake) {
      own.publish(wake)
      outbox.post(wake)
    },
    subscribe(listener) {
      listeners.add(listener)
      const stop = own.subscribe(listener)
      return () => {
        stop()
        listeners.delete(listener)
      }
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    state: () => state,
    counts: () => ({ published: own.counts().published, dropped: outbox.dropped(), heard, ignored }),
    async close() {
      clearInterval(timer)
      watchers.clear()
      listeners.clear()
      for (const client of [reader, commands]) client.off('close', cut)
      commands.off('ready', tick)
      for (const client of [reader, commands]) client.off('ready', nudge)
      await own.close()
      await outbox.close()
      follower.close()
      redis.close()
    },
  }
}
