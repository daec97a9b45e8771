import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { leaveParley } from '../domain/leaving'
import { createRateLimits } from '../domain/rate-limit'
import { openSession } from '../domain/sessions'
import { installServices } from '../services'
import { SERVER_TIMES } from '../shared/server-times'
import { create, type Person, refusalOf } from '../testing/client'
import { keptCookie, playRequest } from '../testing/next-headers'
import { startServer, type TestServer } from '../testing/server'
import {
  createTicket,
  dropSession,
  findCurrentViewer,
  findRememberedName,
  findViewerOfPage,
  keepName,
  keepSession,
} from './session'
import { sessionCookieName } from './token'

// Both work only where Next runs the code.
vi.mock('server-only', () => ({}))
vi.mock('next/headers', () => import('../testing/next-headers'))

let server: TestServer
let ada: Person
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  installServices(server.services)
  ada = await create(server, 'Ada')
  playRequest()
})

/** A session of Ada's, in the cookie of the browser. */
async function keep(): Promise<void> {
  const { database, clock } = server.services
  await keepSession(await openSession(database.write, ada.userId, clock.now()))
}

/** The services of a server whose public origin this is. */
function serveAt(appUrl: string | undefined): void {
  installServices({ ...server.services, settings: { ...server.settings, appUrl } })
}

describe('the session of a page', () => {
  test('is the one in the cookie, which opens the sockets as well', async () => {
    expect(await findCurrentViewer()).toBeUndefined()
    await keep()
    expect(await findCurrentViewer()).toMatchObject({ userId: ada.userId, name: 'Ada', kind: 'guest' })
    const cookie = `${sessionCookieName(false)}=${keptCookie(sessionCookieName(false))?.value}`
    expect(await refusalOf(server, { cookie })).toBeUndefined()
  })

  test('is none once it was ended, left alone too long, or is no token of this server', async () => {
    await keep()
    const viewer = await findCurrentViewer()
    if (!viewer) throw new Error('there is a session')
    await server.services.database.transact((trx) => leaveParley(trx, viewer, server.services.clock.now()))
    expect(await findCurrentViewer()).toBeUndefined()

    await keep()
    expect(await findCurrentViewer()).toBeDefined()
    server.travel(SERVER_TIMES.sessionIdle + 1_000)
    expect(await findCurrentViewer()).toBeUndefined()
    server.travel(-SERVER_TIMES.sessionIdle - 1_000)

    playRequest({ [sessionCookieName(false)]: 'made up' })
    expect(await findCurrentViewer()).toBeUndefined()
  })

  test('is none of a page that was made for somebody else', async () => {
    expect(await findViewerOfPage(ada.userId)).toBeUndefined()
    await keep()
    expect(await findViewerOfPage(ada.userId)).toMatchObject({ userId: ada.userId })
    const bo = await create(server, 'Bo')
    expect(await findViewerOfPage(bo.userId)).toBeUndefined()
    for (const garbage of [undefined, null, {}, [ada.userId]]) expect(await findViewerOfPage(garbage)).toBeUndefined()
  })

  test('leaves the browser when it is dropped', async () => {
    await keep()
    await dropSession()
    expect(keptCookie(sessionCookieName(false))).toBeUndefined()
    expect(await findCurrentViewer()).toBeUndefined()
  })
})

describe('a ticket for a page that connects elsewhere', () => {
  test('is of the session in the cookie, and opens a connection', async () => {
    await keep()
    const { ticket } = await createTicket()
    expect(await refusalOf(server, {}, { origin: null, ticket })).toBeUndefined()
  })

  test('is for nobody without a session, or whose session has ended', async () => {
    await expect(createTicket()).rejects.toMatchObject({ code: 'unauthenticated' })
    await keep()
    await server.services.database.write.deleteFrom('sessions').execute()
    await expect(createTicket()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is charged to its person like any other reading', async () => {
    const rates = createRateLimits({ ...server.settings.limits, readsPerSecond: 2 })
    installServices({ ...server.services, rates })
    await keep()
    const asked = await Promise.allSettled(Array.from({ length: 10 }, createTicket))
    expect(asked).toContainEqual({
      status: 'fulfilled',
      value: expect.objectContaining({ ticket: expect.any(String) }),
    })
    expect(asked).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'rate_limited' }) })
  })
})

describe.each([
  [undefined, false],
  ['http://192.168.1.7:3000', false],
  ['https://chat.example', true],
])('at %s', (appUrl, secure) => {
  const name = sessionCookieName(secure)

  test('[P19] no script reads a cookie and no foreign form sends one; only https gets it where the origin is https', async () => {
    serveAt(appUrl)
    await keep()
    await keepName('Ada')
    const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure }
    expect(keptCookie(name)?.attributes).toEqual({ ...attributes, maxAge: 90 * 24 * 3_600 })
    expect(keptCookie('parley.name')?.attributes).toEqual({ ...attributes, maxAge: 365 * 24 * 3_600 })
  })

  test('the session is found under the name it was kept by, and under no other', async () => {
    serveAt(appUrl)
    await keep()
    const value = keptCookie(name)?.value ?? ''
    expect(await findCurrentViewer()).toMatchObject({ userId: ada.userId })
    playRequest({ [sessionCookieName(!secure)]: value })
    expect(await findCurrentViewer()).toBeUndefined()
  })
})

test('the name a browser last joined with is remembered after its session ended', async () => {
  expect(await findRememberedName()).toBeUndefined()
  await keep()
  await keepName('Ada')
  await dropSession()
  expect(await findRememberedName()).toBe('Ada')
})
