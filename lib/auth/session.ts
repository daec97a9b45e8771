// The session of the page or action that is being answered.
import 'server-only'
import { cookies } from 'next/headers'
import { findViewer, type SessionClaim, type Viewer } from '../domain/sessions'
import { services } from '../services'
import { Refusal } from '../shared/refusal'
import { mintTicket } from './ticket'
import { mintToken, readToken, SESSION_MAX_AGE, sessionCookieName } from './token'

const NAME_COOKIE = 'parley.name'
const YEAR = 365 * 24 * 3_600

function isHttps(): boolean {
  return services().settings.appUrl?.startsWith('https:') === true
}

async function findCurrentClaim(): Promise<SessionClaim | undefined> {
  const jar = await cookies()
  return readToken(services().authSecret, jar.get(sessionCookieName(isHttps()))?.value)
}

export async function findCurrentViewer(): Promise<Viewer | undefined> {
  const { database, clock } = services()
  const claim = await findCurrentClaim()
  return claim && findViewer(database.read, claim, clock.now())
}

/**
 * The person whom a page was made for, if it is still them who have the browser: a page may stand open while somebody else
 * comes in, in another tab, and does nothing in that one's name.
 */
export async function findViewerOfPage(madeFor: unknown): Promise<Viewer | undefined> {
  const viewer = await findCurrentViewer()
  return viewer?.userId === madeFor ? viewer : undefined
}

/** @throws Refusal `unauthenticated` without a session, `rate_limited` when this person asks too often */
export async function createTicket(): Promise<{ ticket: string; expiresAt: number }> {
  const { authSecret, clock, rates } = services()
  const [claim, viewer] = [await findCurrentClaim(), await findCurrentViewer()]
  if (!claim || !viewer) throw new Refusal('unauthenticated')
  await rates.charge('read', viewer.userId)
  return mintTicket(authSecret, claim, clock.now())
}

/** Hands a session to the browser, in the cookie that next-auth reads. */
export async function keepSession(claim: SessionClaim): Promise<void> {
  const jar = await cookies()
  jar.set(sessionCookieName(isHttps()), await mintToken(services().authSecret, claim), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(),
    path: '/',
    maxAge: SESSION_MAX_AGE,
  })
}

export async function dropSession(): Promise<void> {
  const jar = await cookies()
  jar.set(sessionCookieName(isHttps()), '', {
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(),
    path: '/',
    maxAge: 0,
  })
}

/** The name this browser last joined with; it outlives the session. */
export async function findRememberedName(): Promise<string | undefined> {
  const jar = await cookies()
  return jar.get(NAME_COOKIE)?.value
}

export async function keepName(name: string): Promise<void> {
  const jar = await cookies()
  jar.set(NAME_COOKIE, name, { httpOnly: true, sameSite: 'lax', secure: isHttps(), path: '/', maxAge: YEAR })
}
