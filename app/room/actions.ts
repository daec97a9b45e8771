'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { announceLeft } from '#lib/auth/announce-left'
import { dropSession, findViewerOfPage } from '#lib/auth/session'
import { leaveParley as leaveEverything } from '#lib/domain/leaving'
import { leaveRoom as endMembership } from '#lib/domain/members'
import { requireRoomForMember } from '#lib/domain/rooms'
import { services } from '#lib/services'
import { isId, type RoomId } from '#lib/shared/ids'
import { isRefusal } from '#lib/shared/refusal'

const roomIdSchema = z
  .string()
  .refine(isId)
  .transform((value) => value as RoomId)

/** Ends the membership, frees the name, and goes back to the start. Nothing happens to a room one is not in. */
export async function leaveRoom(madeFor: unknown, asked: unknown): Promise<void> {
  const { database, bus } = services()
  const viewer = await findViewerOfPage(madeFor)
  const roomId = roomIdSchema.safeParse(asked).data
  if (viewer && roomId !== undefined) {
    const { userId } = viewer
    const left = database.transact(async (trx) => {
      await requireRoomForMember(trx, userId, { roomId })
      await endMembership(trx, { roomId, userId })
    })
    await left.then(
      () => bus.publish({ kind: 'membership', roomId, userId }),
      (error: unknown) => {
        // Whoever is no member has left; but a database that is away has done nothing, and must not seem to have.
        if (!isRefusal(error) || error.code !== 'not_found') throw error
      },
    )
  }
  redirect('/join')
}

/** Ends the session, frees the names, closes its sockets. */
export async function leaveParley(madeFor: unknown): Promise<void> {
  const { database, bus, clock } = services()
  const viewer = await findViewerOfPage(madeFor)
  if (viewer) {
    announceLeft(bus, viewer, await database.transact((trx) => leaveEverything(trx, viewer, clock.now())))
    await dropSession()
  }
  redirect('/join')
}
