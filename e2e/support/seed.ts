// Fills rooms quickly: people and messages past the pages, by the same commands as a browser's.
import { sql } from 'kysely'
import { createClientMessageId } from '#lib/shared/ids'
import { type Client, connect, create, join, type Person } from '#lib/testing/client'
import type { ParleyProcess } from '#lib/testing/process'
import { roomCode } from './room-code'

export type Line = {
  by: string
  say: string
  /** How long ago it was said; now without it. */
  minutesAgo?: number
}

type Voice = { person: Person; client: Client }

/** Says the lines in the room, in order. The speakers become members by it and do not stay connected. */
export async function seed(server: ParleyProcess, code: string, lines: readonly Line[]): Promise<void> {
  await server.within(async (host) => {
    const voices = new Map<string, Voice>()
    for (const { by, say, minutesAgo } of lines) {
      let voice = voices.get(by)
      if (!voice) {
        const person = await join(host, by, roomCode(code))
        voice = { person, client: await connect(host, person) }
        voices.set(by, voice)
      }
      const { roomId } = voice.person
      const clientMessageId = createClientMessageId()
      const { id, postedAt } = await voice.client.do('message:send', { roomId, clientMessageId, body: say })
      if (minutesAgo === undefined) continue
      const backThen = postedAt - minutesAgo * 60_000
      // No command can change when a message was posted, and the schema has no type for it.
      await sql`update messages set posted_at = ${backThen} where id = ${id}`.execute(host.services.database.write)
    }
    for (const { client } of voices.values()) client.close()
  })
}

/** A room in which the lines were said before anybody came who is part of the story: nothing in it is unread. */
export async function openSeeded(server: ParleyProcess, title: string, lines: readonly Line[]): Promise<string> {
  const { code } = await server.within((host) => create(host, 'Olga', title))
  await seed(server, code, lines)
  return code
}

/** "Message 1" to "Message `count`". */
export function numbered(count: number, by = 'Teo'): Line[] {
  return Array.from({ length: count }, (_, index) => ({ by, say: `Message ${index + 1}` }))
}
