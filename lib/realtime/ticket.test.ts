import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintTicket } from '../auth/ticket'
import { mintToken } from '../auth/token'
import { findViewer, openSession, type SessionClaim } from '../domain/sessions'
import { connect, join, type Person, refusalOf } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leaveAll } from '../testing/story'

const PAGES = 'https://pages.example'

let server: TestServer
let ada: Person
let claim: SessionClaim
beforeAll(async () => {
  server = await startServer({ corsOrigins: [PAGES] })
  ada = await join(server, 'Ada')
  claim = await openSession(server.services.database.write, ada.userId, server.services.clock.now())
})
afterAll(() => server.close())

const ticketFor = async (named: SessionClaim, secret = server.services.authSecret): Promise<string> =>
  (await mintTicket(secret, named, Date.now())).ticket

describe('a ticket opens a connection', () => {
  test.each([
    ['a page of this server', () => server.origin],
    ['a page elsewhere that was invited', () => PAGES],
    ['a program, which has no Origin', () => null],
  ])('for %s', async (_, origin) => {
    const client = await connect(server, {}, { origin: origin(), ticket: await ticketFor(claim) })
    expect(await client.do('room:enter', { roomId: ada.roomId })).toMatchObject({ self: { userId: ada.userId } })
    client.close()
  })

  test('again within its minute, as long as its session lives', async () => {
    const ticket = await ticketFor(claim)
    for (let round = 0; round < 3; round += 1) {
      expect(await refusalOf(server, {}, { origin: null, ticket })).toBeUndefined()
    }
  })
})

describe('no connection is opened', () => {
  test('for a page elsewhere that was not invited, whatever it shows', async () => {
    const ticket = await ticketFor(claim)
    for (const origin of [
      'https://evil.example',
      'null',
      `${PAGES}.evil.example`,
      `${PAGES}:444`,
      'http://pages.example',
    ]) {
      expect(await refusalOf(server, ada, { origin, ticket }), origin).toBe('closed')
    }
  })

  test('by the session cookie alone from an invited page, or without Origin', async () => {
    expect(await refusalOf(server, ada, { origin: PAGES })).toBe('unauthenticated')
    expect(await refusalOf(server, ada, { origin: null })).toBe('unauthenticated')
    expect(await refusalOf(server, ada)).toBeUndefined()
  })

  test('by a ticket that is forged, of another secret, or the session cookie itself', async () => {
    const ticket = await ticketFor(claim)
    const wrong: unknown[] = [
      ...['', 'x', `${ticket}x`, ticket.slice(0, -2), `A${ticket}`, {}, 1, null, [ticket]],
      await ticketFor(claim, `${server.services.authSecret}x`),
      await mintToken(server.services.authSecret, claim),
      ada.cookie.split('=')[1],
    ]
    for (const shown of wrong) {
      expect(await refusalOf(server, {}, { origin: null, ticket: shown }), String(shown)).toBe('unauthenticated')
      // A wrong ticket is not made good by the cookie that comes along.
      expect(await refusalOf(server, ada, { ticket: shown }), String(shown)).toBe('unauthenticated')
    }
  })

  test('by a ticket in place of the cookie', async () => {
    const [name] = ada.cookie.split('=')
    expect(await refusalOf(server, { cookie: `${name}=${await ticketFor(claim)}` })).toBe('unauthenticated')
  })

  test('by a ticket whose session has ended since, and the connection it opened is closed', async () => {
    const bo = await join(server, 'Bo')
    const own = await openSession(server.services.database.write, bo.userId, server.services.clock.now())
    const ticket = await ticketFor(own)
    const client = await connect(server, {}, { origin: null, ticket })
    const closed = new Promise((resolve) => client.socket.once('disconnect', resolve))
    const viewer = await findViewer(server.services.database.read, own, server.services.clock.now())
    if (!viewer) throw new Error('a fresh session is valid')
    await leaveAll(server, { ...bo, viewer })
    expect(await closed).toBe('io server disconnect')
    expect(await refusalOf(server, {}, { origin: null, ticket })).toBe('unauthenticated')
  })

  test('by a ticket of a session that was outdated', async () => {
    expect(await refusalOf(server, {}, { origin: null, ticket: await ticketFor({ ...claim, ver: 2 }) })).toBe(
      'unauthenticated',
    )
  })
})
