// Two people who chat through everything: while they understand each other, the server is well.
import { createClientMessageId } from '../shared/ids'
import { create, enter, type Host, join } from './client'

export type Canary = {
  /** One says a thing and the other hears it. @throws Error when it does not arrive */
  sings(): Promise<void>
  close(): void
}

export async function canary(host: Host): Promise<Canary> {
  const robin = await create(host, 'Robin')
  const wren = await join(host, 'Wren', robin.code)
  const [first, second] = [await enter(host, robin), await enter(host, wren)]
  return {
    async sings() {
      const clientMessageId = createClientMessageId()
      await first.do('message:send', { roomId: robin.roomId, clientMessageId, body: 'All is well.' })
      await second.hears('room:advanced', ({ messages }) =>
        messages.some((message) => message.clientMessageId === clientMessageId),
      )
    },
    close() {
      first.close()
      second.close()
    },
  }
}
