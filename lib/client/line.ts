// The tab's one connection to the server, shared by every store, open while any of them holds it.
import { io, type Socket } from 'socket.io-client'
import { TIMES } from '../shared/limits'
import {
  type Ack,
  type ClientToServer,
  type CommandName,
  Event,
  type Payload,
  PROTOCOL_VERSION,
  type Refused,
  type ServerToClient,
  SOCKET_PATH,
  type Value,
} from '../shared/protocol'
import { REFUSAL_CODES, type RefusalCode } from '../shared/refusal'
import type { Connection } from './room-state'
import { createStore, type Store } from './store'

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

let open: (Opened & { holders: number; closing?: ReturnType<typeof setTimeout> }) | undefined

/** Takes hold of the line; the second value lets go. */
export function holdLine(): [Line, () => void] {
  open ??= { ...openLine(), holders: 0 }
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

function openLine(): Opened {
  const socket: Line['socket'] = io({
    path: SOCKET_PATH,
    transports: ['websocket'],
    reconnectionDelay: RECONNECT_DELAY,
    reconnectionDelayMax: 15_000,
    randomizationFactor: 1,
    auth: { v: PROTOCOL_VERSION },
  })
  const connection = createStore<{ now: Connection }>({ now: { kind: 'connecting', since: Date.now() } })
  let hasBeenConnected = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const lost = (): void => {
    if (connection.getState().now.kind === 'connected')
      connection.set({ now: { kind: 'connecting', since: Date.now() } })
  }
  /** Socket.IO comes back by itself unless the server closed the connection or refused the handshake. */
  const again = (): void => {
    if (socket.active || isClosed) return
    clearTimeout(retry)
    const connect = (): void => void (socket.active || socket.connect())
    retry = setTimeout(connect, RECONNECT_DELAY + Math.random() * 2_500)
  }
  socket.on('connect', () => {
    socket.io.reconnectionDelay(RECONNECT_DELAY)
    connection.set({ now: { kind: 'connected', wasAway: hasBeenConnected } })
    hasBeenConnected = true
  })
  socket.on('disconnect', () => {
    lost()
    again()
  })
  socket.on('connect_error', (error) => {
    const code = codeOf(error)
    if (code && FINAL.includes(code)) connection.set({ now: { kind: 'refused', code } })
    else again()
  })
  // The whole room must not come back in the same instant.
  socket.on(Event.serverDraining, ({ reconnectInMs }) => socket.io.reconnectionDelay(RECONNECT_DELAY + reconnectInMs))

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
      lost()
      socket.disconnect().connect()
    },
  }
  return {
    line,
    close() {
      isClosed = true
      clearTimeout(retry)
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
  const data: unknown = 'data' in error ? error.data : undefined
  const code: unknown = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined
  return REFUSAL_CODES.find((known) => known === code)
}
