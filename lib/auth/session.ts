// The session of the page or action that is being answered.
import 'server-only'
import { cookies } from 'next/headers'
import { findViewer, type SessionClaim, type Viewer } from '../domain/sessions'
import { services } from '../services'
import { mintToken, readToken, SESSION_MAX_AGE, sessionCookieName } from './token'

const NAME_COOKIE = 'parley.name'
const YEAR = 365 * 24 * 3_600

function isHttps(): boolean {
  return services().settings.appUrl?.startsWith('https:') === true
}

export async function findCurrentViewer(): Promise<Viewer | undefined> {
  const { database, clock, authSecret } = services()
  const jar = await cookies()
  const claim = await readToken(authSecret, jar.get(sessionCookieName(isHttps()))?.value)
  return claim && findViewer(database.read, claim, clock.now())
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
