// The session, and the doors around it: who is known, from where one may come, and what every answer carries.
import { request as ask } from 'node:http'
import { networkInterfaces } from 'node:os'
import { freePort } from '#lib/testing/free-port'
import { startProxy } from '#lib/testing/proxy'
import { expect, test } from './support/test'

test('/api/auth tells who one is, and signing out there ends the session', async ({ person }) => {
  const ada = await person('Ada')
  const { request } = ada.context
  expect(await (await request.get('/api/auth/session')).json()).toEqual({})
  const code = await ada.create()
  expect(await (await request.get('/api/auth/session')).json()).toMatchObject({ user: { name: 'Ada' } })
  const [cookie] = await ada.context.cookies(ada.server.origin)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })

  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const answer = await request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } })
  expect(answer.status()).toBe(200)
  expect(await (await request.get('/api/auth/session')).json()).toEqual({})
  await expect(ada.page.getByText('Your session has ended in this browser.')).toBeVisible()
  await ada.page.goto(`/room/${code}`)
  await expect(ada.page).toHaveURL(`/join?room=${code}`)
})

test('[O7] Leave Parley ends the session in all tabs and frees the name in all rooms', async ({ person }) => {
  const [ada, bob, next] = await Promise.all([person('Ada'), person('Bob'), person('Bob')])
  const [code, other] = [await ada.create(), await bob.create('Second room')]
  await bob.join(code)
  const tab = await bob.tab(`/room/${other}`)
  // Who comes and goes within one second is not told of at all.
  await expect(ada.room.notice('Bob joined')).toBeVisible()
  await bob.room.choose('Leave Parley')
  await expect(bob.page).toHaveURL('/join')
  await expect(tab.page.getByText('Your session has ended in this browser.')).toBeVisible()
  await expect(ada.room.notice('Bob left')).toBeVisible()
  await tab.page.goto(`/room/${other}`)
  await expect(tab.page).toHaveURL(`/join?room=${other}`)
  await next.join(code)
  await next.join(other)
})

test('A cookie that was tampered with is no session, and no fault either', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create()
  const [cookie] = await ada.context.cookies(ada.server.origin)
  if (!cookie) throw new Error('a session has a cookie')
  await ada.context.addCookies([{ ...cookie, value: `${cookie.value.slice(0, -4)}AAAA` }])
  await ada.page.goto(`/room/${code}`)
  await expect(ada.page).toHaveURL(`/join?room=${code}`)
})

test('Every answer carries the security headers, and a nonce of its own', async ({ server, request }) => {
  const policies = new Set<string>()
  for (const path of ['/join', '/room/0000-0000', '/nowhere', '/api/auth/session']) {
    const headers = (await request.get(`${server.origin}${path}`)).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[^']+' 'strict-dynamic'; /)
    expect(policy).not.toContain('unsafe')
    for (const rule of ["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'"]) {
      expect(policy).toContain(rule)
    }
    policies.add(policy)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('x-powered-by')
  }
  expect(policies.size).toBe(4)
})

test('[O8] The LAN address gets in with nothing configured, to talk and not only to look', async ({
  person,
  server,
}) => {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  const lan = addresses.find(({ internal, family }) => !internal && family === 'IPv4')
  test.skip(lan === undefined, 'This machine has no network address besides its own loopback.')
  const origin = `http://${lan?.address}:${server.port}`
  // On plain http a browser says that it passes this header over; nothing is lost by it.
  const phone = await person('Phone', { server: { ...server, origin } })
  const ada = await person('Ada')
  const code = await ada.create()
  await phone.page.goto(`/room/${code}`)
  await phone.page.getByLabel('Your name').fill('Phone')
  await phone.page.getByRole('button', { name: 'Join room' }).click()
  await phone.room.isOpen()
  await phone.room.saySurely('From the sofa')
  await expect(ada.room.message('From the sofa')).toBeVisible()
  await phone.page.getByRole('button', { name: 'Invite' }).click()
  await expect(phone.room.dialog.getByText(`${origin}/room/${code}`)).toBeVisible()
})

/** The answer to a request that names another host, as a rebound DNS name would. */
function askAs(host: string, port: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = ask({ host: '127.0.0.1', port, path: '/join', headers: { host } }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    request.on('error', reject)
    request.end()
  })
}

test('[O8] A foreign Host is refused with advice, and APP_URL names the public one', async ({
  server,
  serve,
  person,
}) => {
  expect(await askAs('evil.example', server.port)).toEqual({ status: 421, text: expect.stringContaining('APP_URL') })
  const behindProxy = await serve({ env: { APP_URL: 'https://chat.example' } })
  expect(await askAs('chat.example', behindProxy.port)).toMatchObject({ status: 200 })
  expect(await askAs('evil.example', behindProxy.port)).toEqual({
    status: 421,
    text: expect.stringContaining('https://chat.example'),
  })
  const { page } = await person('Ada')
  await page.goto('/join')
  await expect(page.getByRole('button', { name: 'Sign in with GitHub' })).toHaveCount(0)
})

test('[O8] Behind a proxy one talks at the public address that APP_URL names', async ({ person, serve }) => {
  const port = await freePort()
  const proxy = await startProxy(port)
  const server = await serve({ port, env: { APP_URL: proxy.origin } })
  const [ada, bo] = await Promise.all(
    ['Ada', 'Bo'].map((name) => person(name, { server: { ...server, origin: proxy.origin } })),
  )
  const code = (await ada?.create()) ?? ''
  await bo?.join(code)
  await ada?.room.saySurely('Through the tunnel')
  if (bo) await expect(bo.room.message('Through the tunnel')).toBeVisible()
})

test('GitHub is offered only when its two settings are there', async ({ person, serve }) => {
  const server = await serve({ env: { GITHUB_ID: 'id-for-tests', GITHUB_SECRET: 'secret-for-tests' } })
  const { page, context } = await person('Ada', { server })
  await page.goto('/join')
  await expect(page.getByRole('button', { name: 'Sign in with GitHub' })).toBeVisible()
  const providers = await (await context.request.get('/api/auth/providers')).json()
  expect(Object.keys(providers).sort()).toEqual(['github', 'guest'])
  await page.route('https://github.com/**', (route) => route.fulfill({ body: 'GitHub', contentType: 'text/plain' }))
  await page.getByRole('button', { name: 'Sign in with GitHub' }).click()
  await page.waitForURL(/^https:\/\/github\.com\/login\/oauth\/authorize/)
  const asked = new URL(page.url()).searchParams
  expect(asked.get('client_id')).toBe('id-for-tests')
  expect(asked.get('redirect_uri')).toBe(`${server.origin}/api/auth/callback/github`)
})
