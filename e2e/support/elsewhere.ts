// The same person at another device: the same session over a socket of its own.
import type { Command, Payload, Value } from '#lib/shared/protocol'
import { type Client, connect } from '#lib/testing/client'
import type { Person } from './person'
import { roomCode } from './room-code'

type Entered = Value<typeof Command.roomEnter>

/** Does something in a room as this person, past every page of theirs. */
export async function elsewhere<T>(
  { context, server }: Person,
  code: string,
  act: (client: Client, entered: Entered) => Promise<T>,
): Promise<T> {
  const cookies = await context.cookies(server.origin)
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return server.within(async (host) => {
    const client = await connect(host, { cookie })
    try {
      return await act(client, await client.do('room:enter', { code: roomCode(code) }))
    } finally {
      client.close()
    }
  })
}

/** A message as commands name it. */
export function messageId(id: string): Payload<typeof Command.messageDelete>['messageId'] {
  return id as Payload<typeof Command.messageDelete>['messageId']
}
