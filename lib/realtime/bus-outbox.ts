// What waits to go into the stream: bounded, put together per turn, dropped rather than kept while Redis is away.
import { setTimeout as delay } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { RoomId } from '../shared/ids'
import type { NodeId, Wake } from './bus'

/** The stream keeps about so many entries; who is further behind asks the rows. */
const STREAM_ENTRIES = 10_000
/** Bytes after which an entry is closed: a wake is much smaller than what a reader takes beyond it. */
const ENTRY_BYTES = 32 * 1024
const MOST_WAITING = 5_000
const MOST_UNANSWERED = 64
/** How long closing waits for the last words. */
const LAST_WORDS = 500

type Parts = { commands: Redis; stream: string; node: NodeId }

export function createWakeOutbox({ commands, stream, node }: Parts) {
  let waiting: Wake[] = []
  let advances = new Map<RoomId, Extract<Wake, { kind: 'advanced' }>>()
  let isScheduled = false
  let dropped = 0
  let missed = false
  let isClosed = false
  let isRefused = false
  const unanswered = new Set<Promise<void>>()

  function drop(count: number): void {
    dropped += count
    missed = true
  }

  function flush(): void {
    isScheduled = false
    if (commands.status !== 'ready') {
      drop(waiting.length)
      waiting = []
      advances = new Map()
    }
    while (waiting.length > 0 && unanswered.size < MOST_UNANSWERED) send(takeEntry())
  }

  /** What waited longest, as much as fits into one entry. */
  function takeEntry(): string[] {
    const entry: string[] = []
    let bytes = 0
    for (const wake of waiting) {
      const text = JSON.stringify(wake)
      if (bytes > 0 && bytes + text.length > ENTRY_BYTES) break
      bytes += text.length + 1
      entry.push(text)
      if (wake.kind === 'advanced') advances.delete(wake.roomId)
    }
    waiting = waiting.slice(entry.length)
    return entry
  }

  function send(entry: string[]): void {
    const wakes = `[${entry.join()}]`
    const sent: Promise<void> = commands
      .xadd(stream, 'MAXLEN', '~', STREAM_ENTRIES, '*', 'node', node, 'wakes', wakes)
      .then(
        () => {
          isRefused = false
        },
        () => {
          isRefused = true
          drop(entry.length)
        },
      )
      .finally(() => {
        unanswered.delete(sent)
        if (waiting.length > 0) schedule()
      })
    unanswered.add(sent)
  }

  function schedule(): void {
    if (!isScheduled) setImmediate(flush)
    isScheduled = true
  }

  return {
    post(wake: Wake): void {
      if (isClosed) return
      if (wake.kind === 'advanced') {
        const before = advances.get(wake.roomId)
        if (before) {
          before.since = Math.min(before.since, wake.since)
          before.rev = Math.max(before.rev, wake.rev)
          return
        }
        const own = { ...wake }
        advances.set(wake.roomId, own)
        waiting.push(own)
      } else waiting.push(wake)
      if (waiting.length > MOST_WAITING) {
        drop(waiting.length)
        waiting = []
        advances = new Map()
      }
      schedule()
    },
    /** Whether anything was dropped since this was asked last. */
    hasMissed(): boolean {
      const had = missed
      missed = false
      return had
    },
    /** Whether the last entry was not taken: Redis may answer and be full, or read only. */
    isRefused: () => isRefused,
    dropped: () => dropped,
    async close(): Promise<void> {
      flush()
      isClosed = true
      const late = new AbortController()
      await Promise.race([
        Promise.all(unanswered),
        delay(LAST_WORDS, undefined, { signal: late.signal }).catch(() => {}),
      ])
      late.abort()
    },
  }
}
