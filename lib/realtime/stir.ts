// From commits to badges: what was posted in a room, in short, to every member's connections, at most once a second.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../db/database'
import type { CommittedRange } from '../domain/log-change'
import { findMembersByName, listMembers } from '../domain/members'
import type { RoomId, UserId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { findMentions, mentionCandidates } from '../shared/mentions'
import type { Message, Stirred } from '../shared/model'
import { SERVER_TIMES } from '../shared/server-times'
import { graphemesOf } from '../shared/text'
import { memberChannel } from './channels'
import type { Context } from './context'
import type { ParleySocket } from './sockets'

/** More messages of one second than this are not looked through for names. */
const MOST_READ = 200
const SHOWN_GRAPHEMES = 140

type Parts = {
  database: Pick<Database, 'read'>
  emit(stirred: Stirred): void
  onError(error: unknown): void
}

/** What was posted since the room was told, at `toldAt` on the monotonic clock. Forgotten when its timer finds nothing. */
type Waiting = { timer: NodeJS.Timeout; posted: Message[]; toldAt: number }

export type Stir = {
  committed(ranges: readonly CommittedRange[]): void
  /**
   * An advance of the room goes out. What may go along with it, which costs its readers nothing: where it is due, and
   * nobody has to be asked who is named.
   */
  along(roomId: RoomId): Stirred | undefined
  close(): void
}

export function createStir({ database, emit, onError }: Parts): Stir {
  const rooms = new Map<RoomId, Waiting>()

  function wait(roomId: RoomId, posted: Message[]): void {
    const timer = setTimeout(() => turn(roomId), SERVER_TIMES.stirredAtLatest)
    rooms.set(roomId, { timer, posted, toldAt: Number.NEGATIVE_INFINITY })
  }

  function take(room: Waiting): Message[] {
    const { posted } = room
    room.posted = []
    room.toldAt = performance.now()
    room.timer.refresh()
    return posted.toSorted((a, b) => a.seq - b.seq)
  }

  /** No advance took it along. */
  function turn(roomId: RoomId): void {
    const room = rooms.get(roomId)
    if (room === undefined || room.posted.length === 0) rooms.delete(roomId)
    else tell(roomId, take(room))
  }

  function tell(roomId: RoomId, posted: Message[]): void {
    // In a later turn than the advance, which is in a later one than the sender's answer.
    nextTurn()
      .then(() => findMentioned(database.read, roomId, posted.slice(-MOST_READ)))
      .then((mentions) => {
        const stirred = summarize(roomId, posted, mentions)
        if (stirred) emit(stirred)
      }, onError)
  }

  return {
    committed(ranges) {
      for (const [roomId, posted] of postedIn(ranges)) {
        const waiting = rooms.get(roomId)
        if (waiting) waiting.posted.push(...posted)
        else wait(roomId, posted)
      }
    },
    along(roomId) {
      const room = rooms.get(roomId)
      if (room === undefined || room.posted.length === 0) return undefined
      if (performance.now() - room.toldAt < SERVER_TIMES.stirredEvery) return undefined
      const posted = take(room)
      if (!posted.some(mayName)) return summarize(roomId, posted, NOBODY_NAMED)
      tell(roomId, posted)
      return undefined
    },
    close() {
      for (const { timer } of rooms.values()) clearTimeout(timer)
      rooms.clear()
    },
  }
}

/** Only what was posted now and still stands: an edit, a reaction or a repeat is nothing new. */
function postedIn(ranges: readonly CommittedRange[]): Map<RoomId, Message[]> {
  const rooms = new Map<RoomId, Message[]>()
  for (const { roomId, since, messages, isRepeat } of ranges) {
    const posted = messages.filter(({ seq, deletedAt }) => seq > since && deletedAt === undefined)
    if (posted.length > 0 && !isRepeat) rooms.set(roomId, [...(rooms.get(roomId) ?? []), ...posted])
  }
  return rooms
}

type Mentions = { mentioned: UserId[]; namesAll: boolean }

const NOBODY_NAMED: Mentions = { mentioned: [], namesAll: false }

/** @param posted by seq */
function summarize(roomId: RoomId, posted: readonly Message[], { mentioned, namesAll }: Mentions): Stirred | undefined {
  const last = posted.at(-1)
  if (!last) return undefined
  const counts = new Map<UserId, number>()
  for (const { author } of posted) counts.set(author.id, (counts.get(author.id) ?? 0) + 1)
  return {
    roomId,
    upto: last.seq,
    postedAt: last.postedAt,
    posts: [...counts].map(([userId, count]) => ({ userId, count })),
    mentioned,
    ...(namesAll ? { namesAll } : {}),
    last: { author: last.author, text: beginningOf(last.body) },
  }
}

function mayName({ body }: Message): boolean {
  return body.includes('@')
}

async function findMentioned(read: Database['read'], roomId: RoomId, posted: readonly Message[]): Promise<Mentions> {
  const naming = posted.filter(mayName)
  if (naming.length === 0) return NOBODY_NAMED
  const candidates = new Set(naming.flatMap(({ body }) => mentionCandidates(body)))
  const namesAll = naming.some(({ body }) => findMentions(body, []).length > 0)
  const members = await findMembersByName(read, roomId, [...candidates])
  const names = members.map(({ name }) => name)
  const named = naming.map(({ body, author }) => ({
    author,
    names: new Set(findMentions(body, names).map(({ name }) => name)),
  }))
  const mentioned = members
    .filter(({ userId, name }) => named.some((one) => one.author.id !== userId && one.names.has(name)))
    .map(({ userId }) => userId)
  const everybody = namesAll ? (await listMembers(read, roomId)).map(({ userId }) => userId) : []
  return { mentioned: [...new Set([...mentioned, ...everybody])].slice(0, SIZES.mentionsTold), namesAll }
}

/** One line, cut between letters as a reader sees them. */
function beginningOf(body: string): string {
  const line = body.slice(0, SHOWN_GRAPHEMES * 16).replace(/\s+/gu, ' ')
  if (line.length <= SHOWN_GRAPHEMES) return line
  return graphemesOf(line).slice(0, SHOWN_GRAPHEMES).join('')
}

/** Lets a fresh connection hear of the rooms its person is in, whether it will watch them or not. */
export async function joinOwnRooms({ lookups }: Context, socket: ParleySocket): Promise<void> {
  const { userId } = socket.data.viewer
  const joined = await lookups.rooms(userId)
  await socket.join([...joined].map(memberChannel))
  // A membership that ended in between was told to a socket that had not joined yet.
  const still = await lookups.rooms(userId)
  for (const roomId of joined) if (!still.has(roomId)) await socket.leave(memberChannel(roomId))
}
