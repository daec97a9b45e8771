import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientMessageId } from '../shared/ids'
import { startBalancer } from './balancer'
import { create, enter, join } from './client'
import { type Cluster, startCluster } from './cluster'
import { findPostgres } from './postgres'
import { SERVED_BY } from './process'

const missing = findPostgres() === undefined ? ' (skipped: no Postgres under /usr/lib/postgresql/*/bin or in PATH)' : ''

describe.skipIf(missing !== '')(`a cluster of two nodes (${SERVED_BY})${missing}`, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 2 })
  })
  afterAll(() => cluster?.close())

  test('answers at one address, whichever node a connection comes to, and both know everybody', async () => {
    const [first, second] = cluster.nodes
    expect(first?.port).not.toBe(second?.port)
    for (let round = 0; round < 4; round += 1) expect((await fetch(`${cluster.origin}/readyz`)).ok).toBe(true)
    const ada = await first?.within((host) => create(host, 'Ada'))
    if (!ada) throw new Error('there is a first node')
    for (const node of cluster.nodes) {
      await node.within(async (host) => {
        const client = await enter({ ...host, origin: cluster.origin }, ada)
        client.close()
        const direct = await enter(host, ada)
        client.close()
        direct.close()
      })
    }
  })

  test('keeps what was said on one node for the other, and outlives the death of either', async () => {
    const [first, second] = cluster.nodes
    if (!first || !second) throw new Error('there are two nodes')
    const [ada, bo] = await first.within(async (host) => {
      const host1 = await create(host, 'Ada')
      return [host1, await join(host, 'Bo', host1.code)] as const
    })
    await first.within(async (host) => {
      const client = await enter(host, ada)
      await client.do('message:send', { roomId: ada.roomId, clientMessageId: createClientMessageId(), body: 'Hello' })
      client.close()
    })
    await first.kill('SIGKILL')
    await second.within(async (host) => {
      const client = await enter({ ...host, origin: cluster.origin }, bo)
      const { advance } = await client.do('room:enter', { roomId: bo.roomId })
      expect(advance.messages.map(({ body }) => body)).toEqual(['Hello'])
      client.close()
    })
    const again = await cluster.startNode(first.port)
    expect(again.port).toBe(first.port)
    expect(cluster.nodes).toEqual([again, second])
  })
})

describe('the balancer', () => {
  test('passes over a port where nobody listens, takes turns, and cuts who cannot be served', async () => {
    const hits: number[] = []
    const open = [1, 2].map((which) =>
      createServer((_, response) => {
        hits.push(which)
        response.end(String(which))
      }),
    )
    const ports = await Promise.all(
      open.map(
        (server) =>
          new Promise<number>((resolve) => {
            server.listen(0, '127.0.0.1', () => {
              const address = server.address()
              resolve(typeof address === 'object' && address !== null ? address.port : 0)
            })
          }),
      ),
    )
    const balancer = await startBalancer()
    const ask = () => fetch(balancer.origin, { headers: { Connection: 'close' } })
    await expect(ask()).rejects.toThrow()
    balancer.aim(ports)
    for (let round = 0; round < 6; round += 1) expect((await ask()).ok).toBe(true)
    expect(hits.filter((which) => which === 1)).toHaveLength(3)
    open[0]?.close()
    for (let round = 0; round < 4; round += 1) expect(await (await ask()).text()).toBe('2')
    open[1]?.close()
    await expect(ask()).rejects.toThrow()
    await balancer.close()
  })
})
