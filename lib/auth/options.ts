// next-auth: guests by name, GitHub where the operator set it up. Both end in the same session rows.
import type { AuthOptions, DefaultSession, Session, User } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import GitHub from 'next-auth/providers/github'
import { leaveParley } from '../domain/leaving'
import { findViewer, openSession } from '../domain/sessions'
import { createGuest, requireSignedIn } from '../domain/users'
import { services } from '../services'
import type { UserId } from '../shared/ids'
import { parseUsername, type Username } from '../shared/names'
import { announceLeft } from './announce-left'
import { SESSION_MAX_AGE, sessionCookieName } from './token'

const NAMELESS = 'Guest' as Username

/** Made per request: the services are not there while Next builds. */
export function authOptions(): AuthOptions {
  const { settings, authSecret } = services()
  return {
    secret: authSecret,
    // Its own pages carry inline styles that the content security policy forbids.
    pages: { signIn: '/join', error: '/join', signOut: '/join' },
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE },
    providers: [
      Credentials({
        id: 'guest',
        name: 'Guest',
        credentials: { name: { label: 'Your name', type: 'text' } },
        authorize: (credentials, request) =>
          authorizeGuest(credentials?.name, services().addressOf(new Headers(request.headers))),
      }),
      ...(settings.github ? [GitHub({ clientId: settings.github.id, clientSecret: settings.github.secret })] : []),
    ],
    cookies: {
      sessionToken: {
        name: sessionCookieName(settings.appUrl?.startsWith('https:') === true),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: settings.appUrl?.startsWith('https:') === true },
      },
    },
    callbacks: {
      jwt: ({ token, user, account }) =>
        account ? beginSession(user, account.provider, account.providerAccountId) : token,
      session: async ({ session, token }) => tellSession(session, token),
    },
    events: { signOut: ({ token }) => endSessionOf(token) },
    logger: { error: (code) => services().log.warn({ code }, 'next-auth'), warn: () => {}, debug: () => {} },
  }
}

async function authorizeGuest(input: string | undefined, address: string): Promise<User | null> {
  const { database, rates, clock } = services()
  await rates.chargeJoin(address)
  const parsed = parseUsername(input ?? '')
  if (!parsed.ok) return null
  return { id: await createGuest(database.write, { name: parsed.name, now: clock.now() }), name: parsed.name }
}

/** A fresh session at every sign-in: a session id from before it opens nothing. */
async function beginSession(user: User, provider: string, accountId: string): Promise<JWT> {
  const { database, clock } = services()
  const now = clock.now()
  return database.transact(async (trx) => {
    const parsed = parseUsername(user.name ?? '')
    const name = parsed.ok ? parsed.name : NAMELESS
    const userId =
      provider === 'guest'
        ? (user.id as UserId)
        : await requireSignedIn(trx, { providerId: `${provider}:${accountId}`, name, now })
    return { ...(await openSession(trx, userId, now)) }
  })
}

/** An ended session reads like none: no user, expired. */
async function tellSession(session: Session, token: JWT): Promise<DefaultSession> {
  const viewer = await findViewerOf(token)
  return viewer ? { expires: session.expires, user: { name: viewer.name } } : { expires: new Date(0).toISOString() }
}

async function endSessionOf(token: JWT): Promise<void> {
  const viewer = await findViewerOf(token)
  if (!viewer) return
  const { database, bus, clock } = services()
  const left = await database.transact((trx) => leaveParley(trx, viewer, clock.now()))
  announceLeft(bus, viewer, left)
}

function findViewerOf({ sid, ver }: JWT) {
  const { database, clock } = services()
  return typeof sid === 'string' && typeof ver === 'number'
    ? findViewer(database.read, { sid, ver }, clock.now())
    : Promise.resolve(undefined)
}
