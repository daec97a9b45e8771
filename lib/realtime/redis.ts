// The two connections to Redis: one that stands and reads, one that everything else goes through.
import { createHmac } from 'node:crypto'
import { Redis } from 'ioredis'

/** How long a read waits for something new, milliseconds. */
export const BLOCK_MS = 2_000

export type RedisClients = {
  /** For XREAD alone: whatever else it was asked would wait behind it. */
  reader: Redis
  commands: Redis
  /** What the names of all keys begin with; another installation's is another. */
  name: string
  close(): void
}

/** Connects in the background and again after every loss; a Redis that is away never fails or holds up the start. */
export function openRedis({ url, authSecret }: { url: string; authSecret: string }): RedisClients {
  const retryStrategy = (attempt: number): number => Math.min(attempt * 50, 1_000)
  const reader = new Redis(url, {
    retryStrategy,
    // A read that is refused at once would be asked again at once, for ever: it must wait for the connection.
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    connectTimeout: 3_000,
    // Above what a read may take: silence beyond it is a dead connection.
    socketTimeout: 2 * BLOCK_MS,
  })
  const commands = new Redis(url, {
    retryStrategy,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 2_000,
    connectTimeout: 3_000,
    socketTimeout: 2 * BLOCK_MS,
  })
  // Every failed attempt is told here; without a listener it would end the process. The bus says when Redis is away.
  for (const client of [reader, commands]) client.on('error', () => {})
  return {
    reader,
    commands,
    name: `parley:${installationOf(authSecret)}`,
    close() {
      for (const client of [reader, commands]) {
        client.disconnect()
        // Redis would keep the connection, and this process, until the read that is under way has come back.
        client.stream?.destroy()
      }
    },
  }
}

/** Nodes of one installation share their secret and no other has it; the name gives nothing of it away. */
function installationOf(authSecret: string): string {
  return createHmac('sha256', authSecret).update('the name of an installation in Redis').digest('hex').slice(0, 16)
}
