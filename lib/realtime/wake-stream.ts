// Reads the stream of wakes from where it stood, over every loss of the connection, and says when something is missing.
import { setTimeout as delay } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { BLOCK_MS } from './redis'

/** Entries that one read brings. */
const AT_ONCE = 256
/** How often the stream itself is looked at: another may have emptied it, or its clock may have gone back. */
const LOOK_EVERY = 5_000
/** Between two attempts that failed. */
const PAUSE = 200

type Parts = {
  reader: Redis
  stream: string
  /** The fields of an entry, whoever wrote them. */
  onEntry(fields: string[]): void
  /** The stream does not hold everything since the last read. */
  onLost(): void
  /** The stream answered, with or without entries. */
  onRead(): void
}

export function followStream({ reader, stream, onEntry, onLost, onRead }: Parts): { close(): void } {
  let isClosed = false
  let last: string | undefined
  let runId: string | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  const lookAgain = (): void => {
    lookedAt = Number.NEGATIVE_INFINITY
  }
  reader.on('ready', lookAgain)

  async function run(): Promise<void> {
    while (!isClosed) {
      try {
        const from = performance.now() - lookedAt > LOOK_EVERY || last === undefined ? await look() : last
        await readAfter(from)
      } catch {
        if (!isClosed) await delay(PAUSE)
      }
    }
  }

  /** @returns where to read from: never "from now on", which would skip whatever comes between two reads */
  async function look(): Promise<string> {
    const known = { last, runId }
    const looksAt = performance.now()
    const running = /run_id:(\w+)/.exec(await reader.info('server'))?.[1]
    const newest = (await reader.xrevrange(stream, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0'
    const oldest = (await reader.xrange(stream, '-', '+', 'COUNT', 1))[0]?.[0] ?? '0-0'
    if (isClosed) return newest
    lookedAt = looksAt
    runId = running
    if (known.last === undefined) last = newest
    else if (running !== known.runId || isBefore(newest, known.last)) {
      // It began anew, and its ids may be lower than those before.
      last = '0-0'
      onLost()
    } else if (isBefore(known.last, oldest)) onLost()
    onRead()
    return last ?? newest
  }

  async function readAfter(from: string): Promise<void> {
    const answer = await reader.xread('COUNT', AT_ONCE, 'BLOCK', BLOCK_MS, 'STREAMS', stream, from)
    // A read that was begun before a loss and sent again after it may leap over what was cut off meanwhile.
    if (isClosed || !Number.isFinite(lookedAt)) return
    onRead()
    const entries = answer?.[0]?.[1] ?? []
    for (const [id, fields] of entries) {
      // Before the entry is looked at: whatever is wrong with it, it is not read twice.
      last = id
      onEntry(fields)
    }
    // Who is that far behind may have been overtaken by what cuts the stream.
    if (entries.length === AT_ONCE) lookAgain()
  }

  void run()
  return {
    // A read that waits for a connection that never comes stays unanswered; nobody waits for it.
    close() {
      isClosed = true
      reader.off('ready', lookAgain)
    },
  }
}

/** Ids are `<milliseconds>-<number>`. */
function isBefore(one: string, other: string): boolean {
  const [time = 0, count = 0] = one.split('-').map(Number)
  const [otherTime = 0, otherCount = 0] = other.split('-').map(Number)
  return time < otherTime || (time === otherTime && count < otherCount)
}
