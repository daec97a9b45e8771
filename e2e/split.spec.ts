// Split hosting: the pages at one origin, where server.ts does not run, and the sockets at another.
import { type Cluster, startCluster } from '#lib/testing/cluster'
import { freePort } from '#lib/testing/free-port'
import { type PagesProcess, startPages } from '#lib/testing/pages-process'
import type { ParleyProcess } from '#lib/testing/process'
import { expect, test, UNBOUNDED } from './support/test'

let cluster: Cluster
let pages: PagesProcess
let origin: string
/** What people come to: its pages are elsewhere, its data is the realtime node's. */
let server: ParleyProcess

test.beforeAll(async () => {
  const port = await freePort()
  // Another host than the node's 127.0.0.1, since a cookie does not stop at a port.
  origin = `http://localhost:${port}`
  let stores = { databaseUrl: '', redisUrl: '' }
  cluster = await startCluster({
    nodes: 1,
    proxied: false,
    env: (given) => {
      stores = given
      return { CORS_ORIGINS: origin, AUTH_SECRET: SECRET, ...UNBOUNDED }
    },
  })
  const [node] = cluster.nodes
  if (!node) throw new Error('there is one node')
  pages = await startPages(port, {
    APP_URL: origin,
    REALTIME_URL: node.origin,
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    AUTH_SECRET: SECRET,
    TRUST_PROXY: '1',
    ...UNBOUNDED,
  })
  server = { ...node, origin }
})
test.afterAll(async () => {
  await pages?.close()
  await cluster?.close()
})

const SECRET = 'a secret for these two processes, of some length'

test('Pages at one origin and sockets at another: join, talk, reload, leave', async ({ person }) => {
  const [ada, bo] = [await person('Ada', { server }), await person('Bo', { server })]
  const sockets: string[] = []
  let tickets = 0
  bo.page.on('request', (asked) => {
    if (new URL(asked.url()).pathname === '/api/ticket') tickets += 1
  })
  bo.page.on('websocket', (socket) => sockets.push(new URL(socket.url()).origin))
  const code = await ada.create()
  await bo.page.goto(`/room/${code}`)
  await bo.page.getByLabel('Your name').fill('Bo')
  await bo.page.getByRole('button', { name: 'Join room' }).click()
  await bo.room.isOpen()
  await ada.room.saySurely('From the pages to the sockets')
  await expect(bo.room.message('From the pages to the sockets')).toBeVisible()
  await bo.page.reload()
  await bo.room.isOpen()
  await expect(bo.room.message('From the pages to the sockets')).toBeVisible()
  await bo.room.saySurely('And back')
  await expect(ada.room.message('And back')).toBeVisible()
  expect(new Set(sockets)).toEqual(new Set([cluster.nodes[0]?.origin.replace('http', 'ws')]))
  expect(sockets.length).toBeGreaterThan(1)
  // One before the reload and one after. It is asked for once a socket is open: one that the page leaves before has none.
  expect(tickets).toBeGreaterThan(1)
  expect(pages.printed()).not.toMatch(/error/i)
})

test('Leaving Parley at the pages closes the sockets elsewhere', async ({ person }) => {
  // That is how a tab learns that its session has ended, and a browser writes it into its console.
  const tolerates = [/status of 401 .*\/api\/ticket/]
  const [ada, bo] = [await person('Ada', { server }), await person('Bo', { server, tolerates })]
  const code = await ada.create()
  await bo.join(code)
  const tab = await bo.tab(`/room/${code}`)
  await expect(ada.room.notice('Bo joined')).toBeVisible()
  await bo.room.choose('Leave Parley')
  await expect(bo.page).toHaveURL('/join')
  // Told by the action in one process to the sockets of the other.
  await expect(tab.page.getByText('Your session has ended in this browser.')).toBeVisible()
  await expect(ada.room.notice('Bo left')).toBeVisible()
})

test('A ticket is given to the pages of this origin with a session, and to nobody else', async ({
  person,
  request,
}) => {
  const ada = await person('Ada', { server })
  await ada.create()
  const ask = (headers: Record<string, string>) => ada.context.request.post(`${origin}/api/ticket`, { headers })
  const given = await ask({ Origin: origin })
  expect(given.status()).toBe(200)
  expect(given.headers()['cache-control']).toBe('no-store')
  const { ticket, expiresAt } = await given.json()
  expect(ticket).toEqual(expect.any(String))
  // A second more, since a machine's clock may be set back between the two processes that look at it.
  expect(expiresAt - Date.now()).toBeLessThanOrEqual(61_000)
  for (const foreign of ['null', 'https://evil.example', `${origin}.evil.example`, cluster.nodes[0]?.origin ?? '']) {
    expect((await ask({ Origin: foreign })).status(), foreign).toBe(403)
  }
  const stranger = await request.post(`${origin}/api/ticket`, { headers: { Origin: origin } })
  expect([stranger.status(), await stranger.json()]).toEqual([401, { code: 'unauthenticated' }])
  expect((await request.get(`${origin}/api/ticket`)).status()).toBe(405)
})

test('Pages without our front carry the same security headers, and name the sockets exactly', async ({ request }) => {
  const policies = new Set<string>()
  for (const path of ['/join', '/room/0000-0000', '/nowhere', '/api/auth/session']) {
    const headers = (await request.get(`${origin}${path}`)).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[^']+' 'strict-dynamic'; /)
    expect(policy).toContain(`connect-src 'self' ${cluster.nodes[0]?.origin.replace('http', 'ws')};`)
    policies.add(policy)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    })
  }
  expect(policies.size).toBe(4)
})
