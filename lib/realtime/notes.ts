// Notes of who was seen when, for later. They are gathered, and whatever goes wrong with one keeps nobody out: a full
// disk or a busy database is no reason not to read.
import { touchSessions, type Viewer } from '../domain/sessions'
import { touchUsers } from '../domain/users'
import type { Services } from '../services'
import type { SessionId, UserId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { createGather } from './gather'

export type Notes = {
  /** A session opened a connection. */
  connected(viewer: Viewer): void
  /** These people have a connection, or had one until now. */
  seen(userIds: Iterable<UserId>): void
  /** Writes down what is gathered. */
  close(): Promise<void>
}

/** Rows of one statement. */
const AT_ONCE = 500

export function createNotes({ database, clock, log }: Pick<Services, 'database' | 'clock' | 'log'>): Notes {
  const seen = new Set<UserId>()
  const writing = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined

  function write(note: Promise<void>): void {
    const written = note
      .catch((error: unknown) => log.warn({ err: error }, 'noting who was seen failed'))
      .finally(() => writing.delete(written))
    writing.add(written)
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const userIds = [...seen].sort()
    seen.clear()
    for (let at = 0; at < userIds.length; at += AT_ONCE) {
      write(touchUsers(database.write, userIds.slice(at, at + AT_ONCE), clock.now()))
    }
  }

  const inUse = createGather<{ sessionId: SessionId; at: number }, undefined>(async (noted) => {
    const earliest = Math.min(...noted.map(({ at }) => at))
    const sessionIds = noted.map(({ sessionId }) => sessionId)
    await touchSessions(database.write, sessionIds, earliest)
    return noted.map(() => undefined)
  })

  return {
    connected: ({ sessionId }) => write(inUse({ sessionId, at: clock.now() })),
    seen(userIds) {
      for (const userId of userIds) seen.add(userId)
      timer ??= setTimeout(flush, SERVER_TIMES.seenNotedEvery)
    },
    async close() {
      flush()
      await Promise.all(writing)
    },
  }
}
