// People at the socket edge: a session in the database, a cookie, and as many connections as a test asks for.
import { io, type Socket } from 'socket.io-client'
import { mintToken, sessionCookieName } from '../auth/token'
import { joinByCode, openRoom } from '../domain/joining'
import { findViewer, type Viewer } from '../domain/sessions'
import type { Services } from '../services'
import { LOBBY_CODE, type RoomCode, type RoomId, type UserId } from '../shared/ids'
import {
  type Ack,
  type CommandName,
  type EventName,
  type Events,
  type Payload,
  PROTOCOL_VERSION,
  SOCKET_PATH,
  type Value,
} from '../shared/protocol'
import { username } from './people'

/** A server as people need it: where it is, and the parts that a page would reach. */
export type Host = {
  origin: string
  services: Pick<Services, 'database' | 'rates' | 'clock' | 'settings' | 'authSecret'>
}

export type Person = { viewer: Viewer; userId: UserId; cookie: string; roomId: RoomId; code: RoomCode }

export type Client = {
  socket: Socket
  /** Everything heard, in order. */
  heard: { name: EventName; payload: unknown }[]
  ask<N extends CommandName>(name: N, payload: Payload<N>): Promise<Ack<Value<N>>>
  /** The value of a command that must succeed. @throws Error with the refusal */
  do<N extends CommandName>(name: N, payload: Payload<N>): Promise<Value<N>>
  /** Sends whatever is asked, however wrong. */
  askAnything(name: string, ...args: unknown[]): Promise<unknown>
  /** The payloads of one event so far. */
  all<N extends EventName>(name: N): Events[N][]
  /** Resolves with the first payload of the event, past or future, that fits. */
  hears<N extends EventName>(name: N, fits?: (payload: Events[N]) => boolean): Promise<Events[N]>
  close(): void
}

const NEVER_MS = 10_000

const partsOf = ({ services }: Host) => ({
  database: services.database,
  rates: services.rates,
  limits: services.settings.limits,
})

/** Joins by code, the lobby without one, as the server action would. */
export async function join(host: Host, name: string, code: RoomCode = LOBBY_CODE, as?: Person): Promise<Person> {
  const now = host.services.clock.now()
  const comer = { viewer: as?.viewer, name: username(name), address: '127.0.0.1', now }
  return personOf(host, await joinByCode(partsOf(host), comer, code), as)
}

/** Opens a room, as the server action would. */
export async function create(host: Host, name: string, title?: string): Promise<Person> {
  const now = host.services.clock.now()
  const comer = { viewer: undefined, name: username(name), address: '127.0.0.1', now }
  return personOf(host, await openRoom(partsOf(host), comer, title))
}

async function personOf(
  { services }: Host,
  { claim, userId, roomId, code }: Awaited<ReturnType<typeof joinByCode>>,
  as?: Person,
): Promise<Person> {
  if (!claim) {
    if (!as) throw new Error('a new guest gets a session')
    return { ...as, roomId, code }
  }
  const viewer = await findViewer(services.database.read, claim, services.clock.now())
  if (!viewer) throw new Error('a fresh session is valid')
  const cookie = cookieOf(services.settings, await mintToken(services.authSecret, claim))
  return { viewer, userId, roomId, code, cookie }
}

export function cookieOf({ appUrl }: Services['settings'], token: string): string {
  return `${sessionCookieName(appUrl?.startsWith('https:') === true)}=${token}`
}

export type ConnectOptions = {
  /** `null` sends none. */
  origin?: string | null
  headers?: Record<string, string>
  v?: unknown
  as?: unknown
  ticket?: unknown
  autoReconnect?: boolean
}

/** Says that it comes from the page that people see: at the public origin where there is one. */
export function openSocket(
  { origin, services }: Host,
  cookie: string | undefined,
  options: ConnectOptions = {},
): Socket {
  const page = options.origin ?? services.settings.appUrl ?? origin
  return io(origin, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: options.autoReconnect ?? false,
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    auth: {
      v: 'v' in options ? options.v : PROTOCOL_VERSION,
      ...('as' in options ? { as: options.as } : {}),
      ...('ticket' in options ? { ticket: options.ticket } : {}),
    },
    extraHeaders: {
      ...(options.origin === null ? {} : { Origin: page }),
      ...(cookie ? { Cookie: cookie } : {}),
      ...options.headers,
    },
  })
}

/** @throws Error what `connect_error` told: its `data.code` is the refusal's */
export async function connect(host: Host, person: { cookie?: string }, options: ConnectOptions = {}): Promise<Client> {
  const client = wrap(openSocket(host, person.cookie, options))
  await new Promise<void>((resolve, reject) => {
    client.socket.once('connect', resolve)
    client.socket.once('connect_error', (error) => {
      if (!options.autoReconnect) client.close()
      reject(error)
    })
  })
  return client
}

/** How a connection was refused: the refusal's code, or `closed` where it did not come to a handshake. */
export async function refusalOf(
  host: Host,
  person: { cookie?: string },
  options: ConnectOptions = {},
): Promise<string | undefined> {
  try {
    const client = await connect(host, person, options)
    client.close()
    return undefined
  } catch (error) {
    const data = error instanceof Error && 'data' in error ? error.data : undefined
    return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : 'closed'
  }
}

/** Connects and watches the room the person is in. */
export async function enter(host: Host, person: Person, options: ConnectOptions = {}): Promise<Client> {
  const client = await connect(host, person, options)
  await client.do('room:enter', { roomId: person.roomId })
  return client
}

function wrap(socket: Socket): Client {
  const heard: Client['heard'] = []
  const waiting = new Set<() => void>()
  socket.onAny((name: EventName, payload: unknown) => {
    heard.push({ name, payload })
    for (const look of waiting) look()
  })
  function all<N extends EventName>(name: N): Events[N][] {
    return heard.filter((event) => event.name === name).map((event) => event.payload as Events[N])
  }
  const ask: Client['ask'] = (name, payload) => socket.timeout(NEVER_MS).emitWithAck(name, payload)
  return {
    socket,
    heard,
    all,
    ask,
    async do(name, payload) {
      const answer = await ask(name, payload)
      if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`)
      return answer.value
    },
    askAnything: (name, ...args) => socket.timeout(NEVER_MS).emitWithAck(name, ...args),
    hears(name, fits = () => true) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`never heard the expected ${name}`)), NEVER_MS)
        const look = (): void => {
          const found = all(name).find(fits)
          if (found === undefined) return
          waiting.delete(look)
          clearTimeout(timer)
          resolve(found)
        }
        waiting.add(look)
        look()
      })
    },
    close: () => void socket.disconnect(),
  }
}
