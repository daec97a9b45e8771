// A small proxy in front of several nodes: one connection after another goes to the next node that takes it.
import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'

export type Balancer = {
  origin: string
  port: number
  /** Names the ports that connections go to from now on, in this order. */
  aim(ports: readonly number[]): void
  close(): Promise<void>
}

/**
 * Listens on `port`, a free one by default. It reads nothing of what it passes on, so nodes see its address as the
 * client's; a node that refuses a connection is passed over, and with none left the client is cut.
 */
export async function startBalancer(port = 0): Promise<Balancer> {
  let targets: readonly number[] = []
  let turn = 0
  const open = new Set<Socket>()

  const server = createServer((client) => {
    hold(client)
    const [first = 0, ...others] = targets.map((_, index) => targets[(turn + index) % targets.length] ?? 0)
    turn += 1
    pass(client, first, others)
  })

  function hold(socket: Socket): void {
    open.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => open.delete(socket))
  }

  function pass(client: Socket, target: number, others: readonly number[]): void {
    if (target === 0) return void client.resetAndDestroy()
    const upstream = dial(target, '127.0.0.1')
    hold(upstream)
    upstream.once('connect', () => {
      upstream.off('close', next)
      client.once('close', () => upstream.destroy())
      upstream.once('close', () => client.destroy())
      client.pipe(upstream).pipe(client)
    })
    /** Refused before anything was passed on, so another may serve the same connection. */
    const next = (): void => pass(client, others[0] ?? 0, others.slice(1))
    upstream.once('close', next)
  }

  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const own = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${own}`,
    port: own,
    aim(ports) {
      targets = ports
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
