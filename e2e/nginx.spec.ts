// nginx as it is deployed, in front of two nodes: who talks through it, who it says they are, and what a lost node means.
import { request } from 'node:http'
import { type Cluster, startCluster } from '#lib/testing/cluster'
import { freePort } from '#lib/testing/free-port'
import { startNginx, type TestNginx } from '#lib/testing/nginx'
import type { ParleyProcess } from '#lib/testing/process'
import { expect, test, UNBOUNDED } from './support/test'

const WRONG_CODES = 3
const METRICS_TOKEN = 'a-token-for-these-two-nodes'

let cluster: Cluster
let nginx: TestNginx
/** What people come to: nginx, with the data of the nodes behind it. */
let server: ParleyProcess

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  const port = await freePort()
  const LIMITS = UNBOUNDED.LIMITS.replace(/wrongCodes=\d+/, `wrongCodes=${WRONG_CODES}`)
  const APP_URL = `http://127.0.0.1:${port}`
  cluster = await startCluster({ nodes: 2, proxied: false, env: { APP_URL, LIMITS, METRICS_TOKEN, TRUST_PROXY: '1' } })
  nginx = await startNginx(
    port,
    cluster.nodes.map((node) => node.port),
  )
  const [node] = cluster.nodes
  if (!node) throw new Error('there are two nodes')
  server = { ...node, origin: nginx.origin }
})
test.afterAll(async () => {
  await nginx?.close()
  await cluster?.close()
})

/** Asks through nginx for a room that is not there, from one of this machine's loopback addresses. */
function guess(localAddress: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(`${nginx.origin}/room/0000-0000`, { localAddress, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    asking.on('error', reject)
    asking.end()
  })
}

/** How many sockets each node holds, by its own word. */
function socketsOfNodes(): Promise<number[]> {
  const headers = { Authorization: `Bearer ${METRICS_TOKEN}` }
  return Promise.all(
    cluster.nodes.map(async ({ origin }) => {
      const told = await (await fetch(`${origin}/metrics`, { headers })).text()
      return Number(/^chat_connections (\d+)$/m.exec(told)?.[1])
    }),
  )
}

test('Behind nginx each address has its own budget, and a made-up X-Forwarded-For buys no other', async () => {
  const answers: number[] = []
  // Redis counts for all; where it is slow to answer, each node counts for itself.
  const enough = WRONG_CODES * (1 + cluster.nodes.length) + 4
  for (let round = 0; round < enough; round += 1) {
    answers.push(
      await guess('127.0.0.5', { 'X-Forwarded-For': `203.0.113.${round}`, 'X-Parley-Address': `::${round}` }),
    )
  }
  expect(answers[0]).toBe(404)
  expect(answers).toContain(429)
  expect(await guess('127.0.0.6')).toBe(404)
})

test('Through nginx two people on two nodes join, talk and come back, also when one node is lost', async ({
  person,
}) => {
  const away = /WebSocket connection to .* failed/
  const [ada, bo] = await Promise.all(['Ada', 'Bo'].map((name) => person(name, { server, tolerates: [away] })))
  if (!ada || !bo) throw new Error('there are two people')
  const sockets: string[] = []
  bo.page.on('websocket', (socket) => sockets.push(new URL(socket.url()).origin))
  const code = await ada.create()
  await bo.page.goto(`/room/${code}`)
  await bo.page.getByLabel('Your name').fill('Bo')
  await bo.page.getByRole('button', { name: 'Join room' }).click()
  await bo.room.isOpen()
  // nginx sends a socket to the node that has fewer connections just then, which may be any.
  await expect(async () => {
    if ((await socketsOfNodes()).includes(0)) await bo.page.reload()
    await bo.room.isOpen()
    expect(await socketsOfNodes()).toEqual([1, 1])
  }).toPass()
  await ada.room.saySurely('Through nginx')
  await expect(bo.room.message('Through nginx')).toBeVisible()
  await bo.room.saySurely('Back through nginx')
  await expect(ada.room.message('Back through nginx')).toBeVisible()
  expect(sockets[0]).toBe(nginx.origin.replace('http', 'ws'))

  await cluster.nodes[1]?.kill('SIGKILL')
  await ada.room.saySurely('One node less')
  await expect(bo.room.message('One node less')).toBeVisible()
  await bo.page.reload()
  await bo.room.isOpen()
  await expect(bo.room.message('One node less')).toBeVisible()
})
