// The rounds that ask the rows what no wake told: everybody's standing and the heads of rooms always, and often while
// other nodes cannot be heard.

import { setTimeout as delay } from 'node:timers/promises'
import { findRoomMarks, type RoomMark } from '../domain/changes'
import { viewInvite } from '../domain/invite-view'
import { findInvitesOf, type InviteRow } from '../domain/invites'
import type { RoomCode, RoomId, UserId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { userChannel } from './channels'
import type { Context } from './context'
import { emitInvite, tellRoom, tellSilences } from './wakes'

/** Rounds of asking about invites are so many apart while nothing is heard. */
const INVITES_EVERY = 2

export type Rounds = {
  /** Asks about everything, since anything may have happened. */
  all(): Promise<void>
  close(): void
}

/** @param isDeaf whether another node that should be heard is not */
export function startRounds(context: Context, isDeaf: () => boolean): Rounds {
  const { io, services, standing, follower } = context
  const { bus, database, log, clock } = services
  const codes = new Map<RoomId, RoomCode | null>()
  /** What each of its two saw of an invite, from when nothing was heard any more. */
  const invites = new Map<string, string>()
  let asksUntil = 0
  let round = 0
  let standingAskedAt = performance.now()
  let isAsking = false
  let isClosed = false
  let askedAllAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  async function askRooms(): Promise<void> {
    const marks = await findRoomMarks(database.read, standing.rooms())
    for (const [roomId, mark] of marks) {
      follower.found(roomId, mark.head)
      await compareCode(roomId, mark)
    }
  }

  async function compareCode(roomId: RoomId, { code }: RoomMark): Promise<void> {
    const before = codes.get(roomId)
    codes.set(roomId, code)
    if (before !== undefined && before !== code) await tellRoom(context, roomId)
  }

  async function askInvites(): Promise<void> {
    const userIds = standing.userIds()
    const here = new Set(userIds)
    const now = clock.now()
    for (const row of await findInvitesOf(database.read, userIds, now)) {
      for (const userId of [row.invitee_id, row.inviter_id]) {
        if (here.has(userId) && isNews(row, userId, now)) {
          emitInvite(io.local.to(userChannel(userId)), row, userId, now)
        }
      }
    }
  }

  /** By what this one may see of it: a no is no news to who asked. What was over before is none to anybody. */
  function isNews(row: InviteRow, userId: UserId, now: number): boolean {
    const state = viewInvite(row, userId, now)?.state
    const key = `${row.id}/${userId}`
    const before = invites.get(key)
    if (state === undefined || state === before) return false
    invites.set(key, state)
    return before !== undefined || state === 'pending' || state === 'accepted'
  }

  async function askSilences(): Promise<void> {
    for (const userId of standing.userIds()) await tellSilences(context, userId)
  }

  async function tick(): Promise<void> {
    round += 1
    const now = performance.now()
    const isOften = bus.state() === 'away' || now < asksUntil || isDeaf()
    const isDue = now - standingAskedAt >= SERVER_TIMES.standingAskedEvery
    if (isDue) {
      standingAskedAt = now
      await standing.check()
    }
    if (isOften || isDue) await askRooms()
    if (isOften && round % INVITES_EVERY === 0) await askInvites()
    if (!isOften) invites.clear()
  }

  /** One at a time, and for all who ask meanwhile one more: a node that asks without end costs one round a second. */
  function all(): Promise<void> {
    asksUntil = performance.now() + SERVER_TIMES.rowsAskedAfter
    next ??= (running ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        next = undefined
        running = askAll()
        return running
      })
    return next
  }

  async function askAll(): Promise<void> {
    const wait = askedAllAt + SERVER_TIMES.rowsAskedEvery - performance.now()
    if (wait > 0) await delay(wait)
    if (isClosed) return
    askedAllAt = performance.now()
    await askRooms()
    await standing.check()
    await askInvites()
    await askSilences()
  }

  const failed = (error: unknown): void => {
    if (!isClosed) log.warn({ err: error }, 'asking the rows failed')
  }
  const timer = setInterval(() => {
    if (isAsking) return
    isAsking = true
    tick()
      .catch(failed)
      .finally(() => {
        isAsking = false
      })
  }, SERVER_TIMES.rowsAskedEvery)
  const stopWatching = bus.watch((sign) => {
    if (sign !== 'away') all().catch(failed)
  })
  const stopForgetting = standing.onEmpty((roomId) => {
    follower.forget(roomId)
    codes.delete(roomId)
  })

  return {
    all,
    close() {
      isClosed = true
      clearInterval(timer)
      stopWatching()
      stopForgetting()
    },
  }
}
