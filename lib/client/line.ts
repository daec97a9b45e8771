// The tab's one connection to the server, shared by every store, open while any of them holds it.
import { io, type Socket } from 'socket.io-client'
import type { UserId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import {
  type Ack,
  type ClientToServer,
  type CommandName,
  Event,
  type Handshake,
  type Payload,
  PROTOCOL_VERSION,
  type Refused,
  type ServerToClient,
  SOCKET_PATH,
  type Value,
} from '../shared/protocol'
import { REFUSAL_CODES, type RefusalCode } from '../shared/refusal'
import type { Connection } from './room-state'
import { noteServerTime } from './server-clock'
import { createStore, type Store } from './store'
import { askForTicket, findRealtimeUrl } from './ticket'

/** What a command came to: the server's answer, or that there was none. */
export type Answer<V> = { ok: true; value: V } | Refused | { ok: false; code: 'offline' | 'no_answer' }

export type Line = {
  socket: Socket<ServerToClient, ClientToServer>
  connection: Store<{ now: Connection }>
  /** Sends a command. Never queued while offline: what must not get lost stands in the outbox instead. */
  ask<N extends CommandName>(name: N, payload: Payload<N>, withinMs?: number): Promise<Answer<Value<N>>>
  /** Drops a connection that may be dead and opens another at once. */
  reconnect(): void
}

const RECONNECT_DELAY = 500
const FINAL: readonly RefusalCode[] = ['unauthenticated', 'outdated', 'full', 'forbidden', 'banned']
/** A page that is being replaced lets go a moment before the next one takes hold. */
const LINGER = 1_000

type Opened = { line: Line; close(): void }

let open: (Opened & { userId: UserId; holders: number; closing?: ReturnType<typeof setTimeout> }) | undefined

/** A session that is over never comes back. */
export function hasEnded({ now }: { now: Connection }): boolean {
  return now.kind === 'refused' && now.code === 'unauthenticated'
}

/** Takes hold of this person's line; the second value lets go. One who comes in after another gets a line of their own. */
export function holdLine(userId: UserId): [Line, () => void] {
  if (open && (open.userId !== userId || hasEnded(open.line.connection.getState()))) {
    open.close()
    open = undefined
  }
  open ??= { ...openLine(userId), userId, holders: 0 }
  const held = open
  held.holders += 1
  clearTimeout(held.closing)
  return [held.line, () => release(held)]
}

function release(held: NonNullable<typeof open>): void {
  held.holders -= 1
  if (held.holders > 0) return
  held.closing = setTimeout(() => {
    held.close()
    if (open === held) open = undefined
  }, LINGER)
}

function openLine(userId: UserId): Opened {
  const realtimeUrl = findRealtimeUrl()
  const own: Handshake = { v: PROTOCOL_VERSION, as: userId }
  const options = {
    path: SOCKET_PATH,
    transports: ['websocket'],
    reconnectionDelay: RECONNECT_DELAY,
    reconnectionDelayMax: 15_000,
    randomizationFactor: 1,
    auth: realtimeUrl === undefined ? own : showTicket,
  }
  const socket: Line['socket'] = realtimeUrl === undefined ? io(options) : io(realtimeUrl, options)
  const connection = createStore<{ now: Connection }>({ now: { kind: 'connecting', since: Date.now() } })
  let hasBeenConnected = false
  let retry: ReturnType<typeof setTimeout> | undefined
  /** Runs from when the server said it goes until this tab's turn to come back. */
  let leaving: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const lost = (): void => {
    if (connection.getState().now.kind === 'connected')
      connection.set({ now: { kind: 'connecting', since: Date.now() } })
  }
  /** Socket.IO comes back by itself unless the server closed the connection or refused the handshake. */
  const again = (waitMs = RECONNECT_DELAY, spreadMs = 2_500): void => {
    if (socket.active || isClosed || leaving !== undefined) return
    clearTimeout(retry)
    const connect = (): void => void (socket.active || socket.connect())
    retry = setTimeout(connect, waitMs + Math.random() * spreadMs)
  }
  const comeBack = (): void => {
    clearTimeout(leaving)
    leaving = undefined
    socket.io.reconnection(true)
    lost()
    socket.disconnect().connect()
  }
  /** A ticket is short-lived, so every connection shows a fresh one. */
  async function showTicket(show: (auth: Handshake) => void): Promise<void> {
    const { engine } = socket.io
    const asked = await askForTicket()
    // That connection is gone, and the next one asks for itself.
    if (socket.io.engine !== engine) return
    if (asked.kind === 'granted') return show({ ...own, ticket: asked.ticket })
    socket.disconnect()
    if (asked.kind === 'refused') connection.set({ now: { kind: 'refused', code: 'unauthenticated' } })
    else again()
  }
  socket.on('connect', () => {
    connection.set({ now: { kind: 'connected', wasAway: hasBeenConnected } })
    hasBeenConnected = true
  })
  socket.on('disconnect', () => {
    lost()
    again()
  })
  socket.on('connect_error', (error) => {
    const code = codeOf(error)
    const wait = retryAfterOf(error)
    if (code && FINAL.includes(code)) connection.set({ now: { kind: 'refused', code } })
    else if (wait === undefined) again()
    else again(wait, wait)
  })
  socket.on(Event.serverTime, ({ now }) => noteServerTime(now))
  // The whole room must not come back in the same instant. Until then the server may still serve, or be gone already.
  socket.on(Event.serverDraining, ({ reconnectInMs }) => {
    socket.io.reconnection(false)
    clearTimeout(leaving)
    leaving = setTimeout(comeBack, reconnectInMs)
  })

  const line: Line = {
    socket,
    connection,
    async ask(name, payload, withinMs = TIMES.ackTimeout) {
      if (!socket.connected) return { ok: false, code: 'offline' }
      try {
        return await emit(socket, name, payload, withinMs)
      } catch {
        // Socket.IO rejects on a time-out and on a connection that went away, in both cases without an answer.
        return { ok: false, code: 'no_answer' }
      }
    },
    reconnect() {
      if (connection.getState().now.kind === 'refused') return
      comeBack()
    },
  }
  return {
    line,
    close() {
      isClosed = true
      clearTimeout(retry)
      clearTimeout(leaving)
      socket.disconnect()
    },
  }
}

function emit<N extends CommandName>(
  socket: Line['socket'],
  name: N,
  payload: Payload<N>,
  withinMs: number,
): Promise<Ack<Value<N>>> {
  const untyped: Pick<Socket, 'timeout'> = socket
  return untyped.timeout(withinMs).emitWithAck(name, payload)
}

function codeOf(error: Error): RefusalCode | undefined {
  const code = detailOf(error, 'code')
  return REFUSAL_CODES.find((known) => known === code)
}

/** When a server that has too much to do wants to be asked again, milliseconds from now. */
function retryAfterOf(error: Error): number | undefined {
  const wait = detailOf(error, 'retryAfterMs')
  return typeof wait === 'number' && wait >= 0 && wait <= TIMES.admissionRetryAtMost ? wait : undefined
}

function detailOf(error: Error, name: string): unknown {
  const data: unknown = 'data' in error ? error.data : undefined
  return typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined
}
