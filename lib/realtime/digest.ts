// The regular round: heads of watched rooms, so that a lost tail is noticed; people seen; invites nobody answered.
import { findRoomMarks } from '../domain/changes'
import { expireInvites } from '../domain/invites'
import type { RoomId } from '../shared/ids'
import { Event } from '../shared/protocol'
import { SERVER_TIMES } from '../shared/server-times'
import type { Context } from './context'
import { faultLevel } from './fault-level'

/** Rounds between two notes of who is connected: every five minutes. */
const NOTE_EVERY = 30

/** @returns stop */
export function startDigest(context: Context): () => void {
  const { log } = context.services
  let round = 0
  const timer = setInterval(() => {
    round += 1
    const work = [sendHeads(context), ...(round % NOTE_EVERY === 0 ? [noteSeen(context)] : [])]
    Promise.all(work).catch((error: unknown) => log[faultLevel(error)]({ err: error }, 'digest failed'))
  }, SERVER_TIMES.headsEvery)
  return () => clearInterval(timer)
}

async function sendHeads({ io, services }: Context): Promise<void> {
  const sockets = [...io.of('/').sockets.values()]
  const watched = new Set(sockets.flatMap(({ data }) => [...data.watched]))
  const marks = await findRoomMarks(services.database.read, [...watched])
  for (const socket of sockets) {
    const own: Record<RoomId, number> = {}
    for (const roomId of socket.data.watched) {
      const mark = marks.get(roomId)
      if (mark) own[roomId] = mark.head
    }
    if (socket.data.watched.size > 0) socket.emit(Event.roomHeads, own)
  }
}

async function noteSeen({ io, services, notes }: Context): Promise<void> {
  const { database, clock } = services
  notes.seen([...io.of('/').sockets.values()].map(({ data }) => data.viewer.userId))
  await expireInvites(database.write, clock.now())
}
