// Whether the people connected here still are who may hear: memberships and sessions, never believed for longer than
// five seconds. Wakes make it quick; this makes it certain, also after a wake that was lost or a pause of the process.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { findMemberships, findPresentMembers, findSessions } from '../domain/standings'
import type { Services } from '../services'
import type { RoomId, UserId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import type { Telling } from './broadcast'
import { memberChannel, roomOfMemberChannel, sessionChannel } from './channels'
import { createPulse } from './pulse'
import { type ParleyServer, type ParleySocket, socketsIn } from './sockets'

/** Connections of one query; between two queries others run. */
const AT_ONCE = 200

type Parts = {
  io: ParleyServer
  services: Pick<Services, 'database'>
  /** Their row says something else than their sockets do. */
  recheck(roomId: RoomId, userId: UserId): Promise<void>
  onError(error: unknown): void
}

export type Standing = ReturnType<typeof createStanding>

export function createStanding({ io, services, recheck, onError }: Parts) {
  const { read } = services.database
  /** When what is believed of everybody, and of one room, was asked; on a clock that nobody sets. */
  let checkedAt = performance.now()
  const roomsCheckedAt = new Map<RoomId, number>()
  const verifying = new Map<RoomId, Promise<void>>()
  let checking: Promise<void> | undefined
  const pulse = createPulse()

  const { adapter } = io.of('/')
  const hasMembers = (roomId: RoomId): boolean => adapter.rooms.has(memberChannel(roomId))

  async function checkSome(sockets: readonly ParleySocket[]): Promise<void> {
    const userIds = [...new Set(sockets.map(({ data }) => data.viewer.userId))]
    const sessionIds = [...new Set(sockets.map(({ data }) => data.viewer.sessionId))]
    const rooms = await findMemberships(read, userIds)
    const sessions = await findSessions(read, sessionIds)
    for (const { viewer } of sockets.map(({ data }) => data)) {
      if (!sessions.has(viewer.sessionId)) io.local.in(sessionChannel(viewer.sessionId)).disconnectSockets(true)
    }
    for (const socket of sockets) {
      const { userId } = socket.data.viewer
      const own = rooms.get(userId) ?? new Set()
      const joined = new Set([...socket.rooms].flatMap((channel) => roomOfMemberChannel(channel) ?? []))
      const differing = [...new Set([...own, ...joined])].filter((roomId) => own.has(roomId) !== joined.has(roomId))
      // The row decides, as it is by now.
      for (const roomId of differing) if (socket.connected) await recheck(roomId, userId)
    }
  }

  async function checkEverybody(): Promise<void> {
    const began = performance.now()
    const sockets = [...io.of('/').sockets.values()]
    for (let at = 0; at < sockets.length; at += AT_ONCE) {
      await checkSome(sockets.slice(at, at + AT_ONCE))
      await nextTurn()
    }
    checkedAt = began
  }

  async function checkRoom(roomId: RoomId): Promise<void> {
    const began = performance.now()
    const userIds = [...new Set(socketsIn(io, memberChannel(roomId)).map(({ data }) => data.viewer.userId))]
    const members = await findPresentMembers(read, roomId, userIds)
    for (const userId of userIds) if (!members.has(userId)) await recheck(roomId, userId)
    roomsCheckedAt.set(roomId, began)
  }

  function askedAt(roomId: RoomId): number {
    return Math.max(checkedAt, roomsCheckedAt.get(roomId) ?? Number.NEGATIVE_INFINITY)
  }

  /** Whether who hears this room was asked within the last five seconds, and since the process last stood still. */
  function isFresh(roomId: RoomId): boolean {
    const at = askedAt(roomId)
    return at >= pulse.stoodUntil() && performance.now() - at <= SERVER_TIMES.standingLasts
  }

  /** Once more where the process stood still before the answer came: it may be older than that. */
  async function ask(roomId: RoomId): Promise<void> {
    do await checkRoom(roomId)
    while (askedAt(roomId) < pulse.stoodUntil() && hasMembers(roomId))
  }

  /** Asks now who may hear this room. @throws what the database throws; then nothing may be told */
  function verify(roomId: RoomId): Promise<void> {
    const running = verifying.get(roomId) ?? ask(roomId).finally(() => verifying.delete(roomId))
    verifying.set(roomId, running)
    return running
  }

  function tell(roomId: RoomId, begin: () => Telling): void {
    const since = pulse.stoodUntil()
    const telling = begin()
    // A process may be stopped between two readers, too.
    if (!telling(() => pulse.stoodUntil() === since)) tellVerified(roomId, () => telling)
  }

  function tellVerified(roomId: RoomId, begin: () => Telling): void {
    verify(roomId)
      .then(() => tell(roomId, begin))
      .catch(onError)
  }

  return {
    isFresh,
    verify,

    /** Whether somebody connected here is a member, as far as is known. */
    hasMembers,

    /** Begins to tell at once where that was asked lately, else after asking, and not at all where nobody can say. */
    whenFresh(roomId: RoomId, begin: () => Telling): void {
      if (isFresh(roomId)) tell(roomId, begin)
      else tellVerified(roomId, begin)
    },

    /** Asks about everybody connected here. */
    check(): Promise<void> {
      checking ??= checkEverybody().finally(() => {
        checking = undefined
      })
      return checking
    },

    rooms: (): RoomId[] => [...adapter.rooms.keys()].flatMap((channel) => roomOfMemberChannel(channel) ?? []),

    userIds: (): UserId[] => [...new Set([...io.of('/').sockets.values()].map(({ data }) => data.viewer.userId))],

    /** @returns stop; hears of rooms whose last member here is gone */
    onEmpty(hear: (roomId: RoomId) => void): () => void {
      const listener = (channel: string): void => {
        const roomId = roomOfMemberChannel(channel)
        if (roomId === undefined) return
        roomsCheckedAt.delete(roomId)
        hear(roomId)
      }
      adapter.on('delete-room', listener)
      return () => adapter.off('delete-room', listener)
    },

    close: () => pulse.close(),
  }
}
