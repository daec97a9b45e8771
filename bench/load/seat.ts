// One member as the generator plays them: connects, enters a room, sends, and reads what arrives.
import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION, SOCKET_PATH } from '#lib/shared/protocol'
import { type FrameSocket, openFrameSocket } from './frame-socket'
import type { Seat, SubjectKind } from './orders'
import { isAdvance, type Room, readAdvance, readRelayed, toArrival } from './screens'

/** Hears what matters to the measure; called for every frame, so it must be quick. */
export type Tally = {
  /** Messages that one socket was shown, by their send times. */
  shown(room: Room, sentAt: ArrayLike<number>, from: number): void
  acked(id: number, isOk: boolean): void
  gap(): void
  lost(why: string): void
}

export type Player = {
  seat: Seat
  room: Room
  send(id: number, body: string): void
  /** Whether what it held at a drop has been caught up with. */
  cursor: number
  drop(): void
}

type Options = { subject: SubjectKind; seat: Seat; room: Room; tally: Tally; enters: boolean; cursor: number }

const PATH = `${SOCKET_PATH}/?EIO=4&transport=websocket`
const ENTER_ID = 0

/** Resolves when the server takes it as connected and, where it enters, has answered with everything missed. */
export function openPlayer({ subject, seat, room, tally, enters, cursor }: Options): Promise<Player> {
  return new Promise((resolve, reject) => {
    let isDropped = false
    const socket: FrameSocket = openFrameSocket(seat.origin, PATH, seat.cookie, {
      frame: subject === 'relay' ? readRelay : read,
      opened: () => {},
      closed(why) {
        reject(new Error(why))
        if (!isDropped) tally.lost(why)
      },
    })
    const player: Player = {
      seat,
      room,
      cursor,
      send(id, body) {
        const payload =
          subject === 'relay'
            ? { body, roomId: seat.roomId }
            : { roomId: seat.roomId, clientMessageId: randomUUID(), body }
        socket.send(
          `42${subject === 'relay' ? '' : id}["message${subject === 'relay' ? '' : ':send'}",${JSON.stringify(payload)}]`,
        )
      },
      drop() {
        isDropped = true
        socket.destroy()
      },
    }

    function read(bytes: Buffer, start: number, end: number): void {
      // 43 an answer, 0 the handshake, 40 connected, 2 a ping, 44 refused.
      const [type, kind] = [bytes[start], bytes[start + 1]]
      if (isAdvance(bytes, start, end)) show(bytes, start, end)
      else if (type === 0x34 && kind === 0x33) answer(bytes, start, end)
      else greet(type, kind, bytes, start, end)
    }

    function readRelay(bytes: Buffer, start: number, end: number): void {
      const sentAt = readRelayed(bytes, start, end)
      if (sentAt >= 0) tally.shown(room, [sentAt], 0)
      else greet(bytes[start], bytes[start + 1], bytes, start, end)
    }

    function greet(
      type: number | undefined,
      kind: number | undefined,
      bytes: Buffer,
      start: number,
      end: number,
    ): void {
      if (type === 0x30) socket.send(`40{"v":${PROTOCOL_VERSION}}`)
      else if (type === 0x32) socket.send('3')
      else if (type === 0x34 && kind === 0x30) enter()
      else if (type === 0x34 && kind === 0x34) reject(new Error(bytes.toString('utf8', start, end)))
    }

    function enter(): void {
      const cursor = player.cursor < 0 ? {} : { cursor: player.cursor }
      const asked = JSON.stringify({ roomId: seat.roomId, ...cursor })
      if (enters)
        socket.send(subject === 'relay' ? `42["join","${seat.roomId}"]` : `42${ENTER_ID}["room:enter",${asked}]`)
      // What ours answers is waited for; the relay answers nothing.
      if (!enters || subject === 'relay') resolve(player)
    }

    function show(bytes: Buffer, start: number, end: number): void {
      const { since, upto, sentAt } = readAdvance(room, bytes, start, end)
      if (since > player.cursor) tally.gap()
      if (upto <= player.cursor) return
      const from = Math.max(0, player.cursor - since)
      player.cursor = upto
      tally.shown(room, sentAt, from)
    }

    function answer(bytes: Buffer, start: number, end: number): void {
      let at = start + 2
      let id = 0
      for (; bytes[at] !== 0x5b; at++) id = id * 10 + (bytes[at] ?? 0) - 0x30
      // [{"ok":true
      const isOk = bytes[at + 7] === 0x74
      if (id === ENTER_ID) entered(bytes, at, end, isOk)
      else tally.acked(id, isOk)
    }

    function entered(bytes: Buffer, at: number, end: number, isOk: boolean): void {
      const [told] = JSON.parse(bytes.toString('utf8', at, end))
      if (!isOk) {
        reject(new Error(JSON.stringify(told)))
        return
      }
      const { advance } = told.value
      if (player.cursor >= 0 && advance.upto > player.cursor) {
        const arrival = toArrival(advance)
        tally.shown(room, arrival.sentAt, 0)
      }
      player.cursor = Math.max(player.cursor, advance.upto)
      resolve(player)
    }
  })
}
