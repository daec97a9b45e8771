// Every room that somebody here is a member of, told without a gap whoever wrote: own commits as they are, what other
// nodes wrote from the rows.
import type { Database } from '../db/database'
import { findChanges } from '../domain/changes'
import type { CommittedRange } from '../domain/log-change'
import type { RoomId } from '../shared/ids'
import type { Standing } from './standing'

/** More own commits than this are not kept while rows before them are read: they are read with them. */
const MOST_HELD = 64
const RETRY_AFTER = 1_000

type Followed = {
  /** Everything up to here was told. Unknown until somebody enters or something is heard. */
  emitted: number | undefined
  /** Taken from the rows at some moment: who entered just before may stand below it. */
  isGuess: boolean
  /** As far as is known to be written. */
  wanted: number
  held: CommittedRange[]
  isWorking: boolean
  retry?: NodeJS.Timeout
}

type Parts = {
  database: Pick<Database, 'snapshot'>
  standing: Pick<Standing, 'isFresh' | 'verify' | 'hasMembers'>
  /** Tells the ranges to whoever is here, in order. */
  emit(ranges: readonly CommittedRange[]): void
  /** The log was emptied: whoever is here needs a fresh page. */
  emitEmptied(roomId: RoomId): Promise<void>
  onError(error: unknown): void
}

export type Follower = ReturnType<typeof createFollower>

export function createFollower({ database, standing, emit, emitEmptied, onError }: Parts) {
  const rooms = new Map<RoomId, Followed>()

  function follow(roomId: RoomId): Followed {
    const known = rooms.get(roomId)
    if (known) return known
    const made: Followed = { emitted: undefined, isGuess: false, wanted: 0, held: [], isWorking: false }
    rooms.set(roomId, made)
    return made
  }

  function forget(roomId: RoomId): void {
    clearTimeout(rooms.get(roomId)?.retry)
    rooms.delete(roomId)
  }

  const hasWork = ({ emitted, wanted, held }: Followed): boolean => held.length > 0 || wanted > (emitted ?? wanted)

  function work(roomId: RoomId, room: Followed): void {
    if (room.isWorking || !hasWork(room)) return
    room.isWorking = true
    clearTimeout(room.retry)
    run(roomId, room)
      .catch((error: unknown) => {
        onError(error)
        if (rooms.get(roomId) === room) room.retry = setTimeout(() => work(roomId, room), RETRY_AFTER)
      })
      .finally(() => {
        room.isWorking = false
      })
  }

  async function run(roomId: RoomId, room: Followed): Promise<void> {
    while (rooms.get(roomId) === room && hasWork(room)) {
      if (!standing.isFresh(roomId)) await standing.verify(roomId)
      if (!standing.hasMembers(roomId)) return forget(roomId)
      if (!tellHeld(room)) await read(roomId, room)
    }
  }

  /** Own commits that follow what was told. @returns whether there was one */
  function tellHeld(room: Followed): boolean {
    const next = room.held[0]
    if (!next || (room.emitted !== undefined && next.since > room.emitted)) return false
    room.held.shift()
    if (next.upto > (room.emitted ?? 0)) tell(room, next)
    return true
  }

  function tell(room: Followed, range: CommittedRange): void {
    room.emitted = Math.max(room.emitted ?? 0, range.upto)
    emit([range])
  }

  async function read(roomId: RoomId, room: Followed): Promise<void> {
    const { wanted, emitted = 0 } = room
    const found = await database.snapshot((trx) => findChanges(trx, roomId, emitted))
    if (!found || rooms.get(roomId) !== room) return forget(roomId)
    const { range, floorRev } = found
    if (floorRev > emitted) {
      await emitEmptied(roomId)
      room.emitted = Math.max(room.emitted ?? 0, range.head)
    } else if (range.upto > (room.emitted ?? 0)) tell(room, range)
    // Whoever said there is more than the rows have was wrong.
    if (range.upto === range.head && room.wanted === wanted) room.wanted = room.emitted ?? 0
  }

  return {
    /** Own commits, from the queue and in its order. */
    committed(ranges: readonly CommittedRange[]): void {
      for (const range of ranges) {
        const { roomId } = range
        if (!standing.hasMembers(roomId)) continue
        const room = follow(roomId)
        const isFresh = standing.isFresh(roomId)
        if (range.isRepeat) {
          // Said again for whom it was not said before; it moves nobody's place.
          if (isFresh) emit([range])
        } else if (
          isFresh &&
          !room.isWorking &&
          room.held.length === 0 &&
          range.since <= (room.emitted ?? range.since)
        ) {
          if (range.upto > (room.emitted ?? 0)) tell(room, range)
        } else {
          room.emitted ??= range.since
          room.wanted = Math.max(room.wanted, range.upto)
          room.held = room.held.length < MOST_HELD ? [...room.held, range] : []
          work(roomId, room)
        }
      }
    },

    /** Another node says that it wrote. A hint: what is told comes from the rows. */
    heard(roomId: RoomId, since: number, rev: number): void {
      if (!standing.hasMembers(roomId)) return
      const room = follow(roomId)
      room.emitted ??= since
      if (rev <= room.emitted) return
      room.wanted = Math.max(room.wanted, rev)
      work(roomId, room)
    },

    /** Where a room stands by the rows. */
    found(roomId: RoomId, head: number): void {
      const room = follow(roomId)
      if (room.emitted === undefined) {
        room.emitted = head
        room.isGuess = true
      }
      if (head <= room.emitted) return
      room.wanted = Math.max(room.wanted, head)
      work(roomId, room)
    },

    /** Somebody here was given the room as it stood at `head`, and hears whatever is told from before that on. */
    entered(roomId: RoomId, head: number): void {
      const room = follow(roomId)
      if (room.emitted === undefined) room.emitted = head
      else if (room.isGuess && room.emitted > head) {
        room.wanted = Math.max(room.wanted, room.emitted)
        room.emitted = head
        work(roomId, room)
      }
      room.isGuess = false
    },

    /** Somebody was told the whole room as it stands at `head`. */
    told(roomId: RoomId, head: number): void {
      const room = rooms.get(roomId)
      if (room) room.emitted = Math.max(room.emitted ?? 0, head)
    },

    /** Nobody here is a member any more. */
    forget,

    close(): void {
      for (const roomId of [...rooms.keys()]) forget(roomId)
    },
  }
}
