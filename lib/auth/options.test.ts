import { createServer, type Server } from 'node:http'
import type { AuthOptions } from 'next-auth'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findViewer, type Viewer } from '../domain/sessions'
import { installServices, type Services } from '../services'
import { authPages } from '../testing/auth-pages'
import { connect, create, join, refusalOf } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { authOptions } from './options'
import { readToken, sessionCookieName } from './token'

const SESSION = sessionCookieName(false)
const GITHUB = { id: 'an id', secret: 'a secret' }

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  server.serve(authPages(authOptions))
})
afterAll(() => server.close())
beforeEach(() => serveWith({}))

/** Other settings of the same running server. */
function serveWith(settings: Partial<Services['settings']>): void {
  installServices({ ...server.services, settings: { ...server.settings, ...settings } })
}

/** What next-auth has to say, from now on: it goes on after whatever it meets. */
function listenToLog(): unknown[][] {
  const told: unknown[][] = []
  const log = Object.assign(Object.create(server.services.log), { warn: (...line: unknown[]) => told.push(line) })
  installServices({ ...server.services, log })
  return told
}

type Browser = ReturnType<typeof openBrowser>

/** A browser as far as next-auth asks for one: it keeps cookies and posts forms. */
function openBrowser(origin = server.origin) {
  const cookies = new Map<string, string>()
  const setCookies: string[] = []
  async function ask(path: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const posted = form && { method: 'POST', body: new URLSearchParams(form) }
    const headers = { cookie, origin }
    const answer = await fetch(`${origin}/api/auth/${path}`, { ...posted, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      setCookies.push(line)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  async function post(path: string, form: Record<string, string>): Promise<Response> {
    const { csrfToken } = await (await ask('csrf')).json()
    return ask(path, { csrfToken, json: 'true', ...form })
  }
  return {
    cookies,
    setCookies,
    signIn: (form: Record<string, string>) => post('callback/guest', form),
    signOut: () => post('signout', {}),
    session: async (): Promise<unknown> => (await ask('session')).json(),
    providers: async (): Promise<object> => (await ask('providers')).json(),
  }
}

const cookieOf = ({ cookies }: Browser) => ({ cookie: `${SESSION}=${cookies.get(SESSION)}` })
const claimOf = ({ cookies }: Browser) => readToken(server.services.authSecret, cookies.get(SESSION))
const countUsers = async () => (await server.services.database.read.selectFrom('users').select('id').execute()).length

describe('a guest', () => {
  test('signs in by a name alone, and with the cookie connects', async () => {
    const browser = openBrowser()
    await browser.signIn({ name: '  Ada ' })
    expect(await browser.session()).toEqual({ user: { name: 'Ada' }, expires: expect.any(String) })
    expect(await refusalOf(server, cookieOf(browser))).toBeUndefined()
  })

  test.each([[{ name: ' ' }], [{}]])('without a name that can be seen is nobody: %j', async (form) => {
    const before = await countUsers()
    const browser = openBrowser()
    expect((await browser.signIn(form)).status).toBe(401)
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await countUsers()).toBe(before)
  })

  test('who signs in again has a new session, and the cookie from before does not become it', async () => {
    const browser = openBrowser()
    await browser.signIn({ name: 'Ada' })
    const first = await claimOf(browser)
    await browser.signIn({ name: 'Ada' })
    const second = await claimOf(browser)
    expect(second?.sid).toMatch(/^[\w-]{22}$/)
    expect(second?.sid).not.toBe(first?.sid)
  })

  test('pays for signing in as for joining, by the address of the request', async () => {
    const strict = await startServer({ limits: { joinsPerMinute: 2 } })
    strict.serve(authPages(authOptions))
    installServices(strict.services)
    const statuses: number[] = []
    for (const name of ['Ada', 'Bo', 'Eve']) statuses.push((await openBrowser(strict.origin).signIn({ name })).status)
    expect(statuses).toEqual([200, 200, 401])
    await expect(strict.services.rates.chargeJoin('127.0.0.1')).rejects.toMatchObject({ code: 'rate_limited' })
    // Whoever came past the front door has no address that could be believed: they all pay from one purse.
    const { origin, close } = await serveWithoutFront()
    for (const name of ['Ada', 'Bo', 'Eve']) statuses.push((await openBrowser(origin).signIn({ name })).status)
    expect(statuses.slice(3)).toEqual([200, 200, 401])
    await close()
    await strict.close()
  })
})

describe('signing out', () => {
  test('[P15] ends the session at once: its connections close, its cookie opens nothing, its names are free', async () => {
    const ada = await create(server, 'Ada')
    const browser = openBrowser()
    await browser.signIn({ name: 'Teo' })
    const { cookie } = cookieOf(browser)
    const viewer = await viewerOf(browser)
    await join(server, 'Teo', ada.code, { ...ada, viewer, userId: viewer.userId, cookie })
    const client = await connect(server, { cookie })
    const closed = new Promise((resolve) => client.socket.once('disconnect', resolve))
    await browser.signOut()
    expect(await closed).toBe('io server disconnect')
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await refusalOf(server, { cookie })).toBe('unauthenticated')
    expect(await join(server, 'Teo', ada.code)).toMatchObject({ roomId: ada.roomId })
  })

  test('of a session that has ended already breaks nothing', async () => {
    const told = listenToLog()
    const browser = openBrowser()
    await browser.signIn({ name: 'Ada' })
    await server.services.database.write.deleteFrom('sessions').execute()
    expect((await browser.signOut()).status).toBe(200)
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(told).toEqual([])
  })
})

describe('what next-auth tells a page of the session', () => {
  test('is nobody, and expired, once the session has ended', async () => {
    const browser = openBrowser()
    await browser.signIn({ name: 'Ada' })
    await server.services.database.write.deleteFrom('sessions').execute()
    expect(await browser.session()).toEqual({ expires: new Date(0).toISOString() })
  })

  test.each([[{ sub: 'somebody', name: 'Eve' }], [{ sid: 'A'.repeat(22) }]])(
    'is nobody for a token of this server that names no session: %j',
    async (token) => {
      const browser = openBrowser()
      browser.cookies.set(SESSION, await encode({ secret: server.services.authSecret, token }))
      expect(await browser.session()).toEqual({ expires: new Date(0).toISOString() })
    },
  )

  test('is nobody for what is no token, and the log says so by a code alone', async () => {
    const told = listenToLog()
    const browser = openBrowser()
    browser.cookies.set(SESSION, 'secret-of-somebody')
    expect(await browser.session()).toEqual({})
    expect(told).toEqual([[{ code: 'JWT_SESSION_ERROR' }, 'next-auth']])
  })
})

describe('the cookie', () => {
  test.each([
    [undefined, 'next-auth.session-token', false],
    ['http://192.168.1.7:3000', 'next-auth.session-token', false],
    ['https://chat.example', '__Secure-next-auth.session-token', true],
  ])('[P19] of a server at %s is %s, out of reach of scripts', async (appUrl, name, isSecure) => {
    serveWith({ appUrl })
    const browser = openBrowser()
    await browser.signIn({ name: 'Ada' })
    const line = browser.setCookies.find((one) => one.startsWith(`${name}=`))
    expect(line).toMatch(/; HttpOnly/)
    expect(line).toMatch(/; SameSite=Lax/)
    expect(/; Secure/.test(line ?? '')).toBe(isSecure)
  })
})

describe('GitHub', () => {
  test('is offered only where the operator set it up', async () => {
    expect(Object.keys(await openBrowser().providers())).toEqual(['guest'])
    serveWith({ github: GITHUB })
    expect(Object.keys(await openBrowser().providers())).toEqual(['guest', 'github'])
  })

  test('an account is the same person at every sign-in, each with a session of its own', async () => {
    const [first, second] = [await comeBack('4711', 'Octo'), await comeBack('4711', 'Octo')]
    const other = await comeBack('4712', 'Octo')
    expect(first.userId).toBe(second.userId)
    expect(first.sid).not.toBe(second.sid)
    expect(other.userId).not.toBe(first.userId)
    expect(first).toMatchObject({ kind: 'github', name: 'Octo' })
  })

  test.each([[null], ['\u200b']])('an account whose name nobody can see (%j) is called Guest', async (name) => {
    expect((await comeBack(`nameless ${name}`, name)).name).toBe('Guest')
  })
})

/** What becomes of somebody whom GitHub sends back: its own pages are not there for a test. */
async function comeBack(accountId: string, name: string | null) {
  const { callbacks }: AuthOptions = authOptions()
  const account = { provider: 'github', providerAccountId: accountId, type: 'oauth' as const }
  const { sid } = (await callbacks?.jwt?.({ token: {}, user: { id: accountId, name }, account })) ?? {}
  const rows = server.services.database.read.selectFrom('users').select(['id as userId', 'name', 'kind'])
  const row = await rows.where('provider_id', '=', `github:${accountId}`).executeTakeFirstOrThrow()
  return { sid, ...row }
}

async function viewerOf(browser: Browser): Promise<Viewer> {
  const { database, clock } = server.services
  const claim = await claimOf(browser)
  const viewer = claim && (await findViewer(database.read, claim, clock.now()))
  if (!viewer) throw new Error('The browser has no session.')
  return viewer
}

async function serveWithoutFront(): Promise<{ origin: string; close(): Promise<void> }> {
  const pages: Server = createServer(authPages(authOptions))
  await new Promise<void>((listening) => pages.listen(0, '127.0.0.1', listening))
  const address = pages.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((closed) => pages.close(() => closed()).closeAllConnections()),
  }
}
