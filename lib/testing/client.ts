// People at the socket edge: a session in the database, a cookie, and as many connections as a test asks for.
import { io, type Socket } from 'socket.io-client'
import { mintToken, sessionCookieName } from '../auth/token'
import { joinByCode, openRoom } from '../domain/joining'
import { findViewer, type Viewer } from '../domain/sessions'
import { LOBBY_CODE, type RoomCode, type RoomId, type UserId } from '../shared/ids'
import { parseUsername, type Username } from '../shared/names'
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
import type { TestServer } from './server'

export type Person = { viewer: Viewer; userId: UserId; cookie: string; roomId: RoomId; code: RoomCode }

export type Client = {
  socket: Socket
  /** Everything heard, in order. */
  heard: { name: EventName; payload: unknown }[]
  ask<N extends CommandName>(name: N, payload: Payload<N>): Promise<Ack<Value<N>>>
  /** Sends whatever is asked, however wrong. */
  askAnything(name: string, ...args: unknown[]): Promise<unknown>
  /** The payloads of one event so far. */
  all<N extends EventName>(name: N): Events[N][]
  /** Resolves with the first payload of the event, past or future, that fits. */
  hears<N extends EventName>(name: N, fits?: (payload: Events[N]) => boolean): Promise<Events[N]>
  close(): void
}

function username(name: string): Username {
  const parsed = parseUsername(name)
  if (!parsed.ok) throw new Error(`not a name: ${name}`)
  return parsed.name
}

const partsOf = ({ services }: TestServer) => ({
  database: services.database,
  rates: services.rates,
  limits: services.settings.limits,
})

/** Joins by code, the lobby without one, as the server action would. */
export async function join(
  server: TestServer,
  name: string,
  code: RoomCode = LOBBY_CODE,
  as?: Person,
): Promise<Person> {
  const now = server.services.clock.now()
  const comer = { viewer: as?.viewer, name: username(name), address: '127.0.0.1', now }
  return personOf(server, await joinByCode(partsOf(server), comer, code), as)
}

/** Opens a room, as the server action would. */
export async function create(server: TestServer, name: string, title?: string): Promise<Person> {
  const now = server.services.clock.now()
  const comer = { viewer: undefined, name: username(name), address: '127.0.0.1', now }
  return personOf(server, await openRoom(partsOf(server), comer, title))
}

async function personOf(
  { services, settings }: TestServer,
  { claim, userId, roomId, code }: Awaited<ReturnType<typeof joinByCode>>,
  as?: Person,
): Promise<Person> {
  if (!claim) {
    if (!as) throw new Error('a new guest gets a session')
    return { ...as, roomId, code }
  }
  const viewer = await findViewer(services.database.read, claim, services.clock.now())
  if (!viewer) throw new Error('a fresh session is valid')
  const name = sessionCookieName(settings.appUrl?.startsWith('https:') === true)
  const cookie = `${name}=${await mintToken(services.authSecret, claim)}`
  return { viewer, userId, roomId, code, cookie }
}

type ConnectOptions = { origin?: string; headers?: Record<string, string>; v?: number; autoReconnect?: boolean }

export function openSocket(server: TestServer, cookie: string | undefined, options: ConnectOptions = {}): Socket {
  return io(server.origin, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: options.autoReconnect ?? false,
    reconnectionDelay: 50,
    auth: { v: options.v ?? PROTOCOL_VERSION },
    extraHeaders: {
      Origin: options.origin ?? server.origin,
      ...(cookie ? { Cookie: cookie } : {}),
      ...options.headers,
    },
  })
}

export async function connect(server: TestServer, person: Person, options: ConnectOptions = {}): Promise<Client> {
  const client = wrap(openSocket(server, person.cookie, options))
  await new Promise<void>((resolve, reject) => {
    client.socket.once('connect', resolve)
    client.socket.once('connect_error', reject)
  })
  return client
}

/** Connects and watches the room the person is in. */
export async function enter(server: TestServer, person: Person): Promise<Client> {
  const client = await connect(server, person)
  const answer = await client.ask('room:enter', { roomId: person.roomId })
  if (!answer.ok) throw new Error(`could not enter: ${answer.code}`)
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
  return {
    socket,
    heard,
    all,
    ask: (name, payload) => socket.timeout(10_000).emitWithAck(name, payload),
    askAnything: (name, ...args) => socket.timeout(10_000).emitWithAck(name, ...args),
    hears(name, fits = () => true) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`never heard the expected ${name}`)), 10_000)
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
