// A room in SQLite whose words can be looked at, in the index and on its pages.
import { sql } from 'kysely'
import type { Database } from '../db/database'
import { searchMessages } from '../domain/search'
import type { MessageId } from '../shared/ids'
import { dialects } from './databases'
import { createPeople } from './people'

export type Words = Awaited<ReturnType<typeof openWords>>

export async function openWords() {
  const sqlite = dialects.find(({ name }) => name === 'sqlite')
  if (!sqlite) throw new Error('there is no SQLite')
  const database: Database = await sqlite.open()
  const people = createPeople(database)
  const ada = await people.guest()
  const roomId = (await people.room(ada)).id
  return {
    database,
    /** @returns the id of the last one */
    async post(...bodies: string[]): Promise<MessageId> {
      const last = (await people.post(roomId, ada, ...bodies)).at(-1)
      if (!last) throw new Error('nothing was posted')
      return last.id
    },
    /** Posts so many, a hundred in a commit. */
    async postMany(count: number, word: string): Promise<void> {
      for (let at = 0; at < count; at += 100) {
        await people.post(roomId, ada, ...Array.from({ length: 100 }, (_, nth) => `${word} ${at + nth}`))
      }
    },
    edit: (messageId: MessageId, body: string) =>
      people.write({ kind: 'edit', roomId, userId: ada.userId, messageId, body }),
    remove: (messageId: MessageId) => people.write({ kind: 'delete', roomId, userId: ada.userId, messageId }),
    /** What a search finds among what is indexed, the newest first. */
    async found(query: string, limit = 50): Promise<string[]> {
      const hits = await database.snapshot((trx) =>
        searchMessages(trx, 'sqlite', roomId, { query, beforeSeq: undefined, limit }),
      )
      return hits.messages.map(({ body }) => body)
    },
    /** How many messages have such a word in the store, whether a search finds them or not. */
    async stored(word: string): Promise<number> {
      const { rows } = await sql<{ n: number }>`select count(*) as n from message_words_content
        where c1 like ${`%${word}%`}`.execute(database.read)
      return rows[0]?.n ?? 0
    },
  }
}
