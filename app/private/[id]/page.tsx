import type { Metadata } from 'next'
import { NotFoundScreen } from '#components/not-found-screen'
import { RoomView } from '#components/room/room-view'
import { findCurrentViewer } from '#lib/auth/session'
import { findRoomSnapshot, type RoomSnapshot } from '#lib/domain/room-snapshot'
import { services } from '#lib/services'
import { isId, type RoomId } from '#lib/shared/ids'
import { leaveParley, leaveRoom } from '../../room/actions'
import { findOrigin } from '../../room/origin'

type Props = { params: Promise<{ id: string }> }

export const metadata: Metadata = { title: 'Private chat', robots: { index: false } }

export default async function PrivatePage({ params }: Props) {
  const { id } = await params
  const snapshot = isId(id) ? await findPrivate(id as RoomId) : undefined
  // A stranger, a guess and a malformed id read the same.
  if (!snapshot) {
    services().answering.status(404)
    return <NotFoundScreen />
  }
  return (
    <RoomView
      key={id}
      snapshot={snapshot}
      links={{ origin: await findOrigin() }}
      leaveRoom={leaveRoom.bind(null, snapshot.entered.room.id)}
      leaveParley={leaveParley}
    />
  )
}

async function findPrivate(roomId: RoomId): Promise<RoomSnapshot | undefined> {
  const viewer = await findCurrentViewer()
  const snapshot = viewer && (await findRoomSnapshot(services().database, viewer.userId, { roomId }))
  return snapshot?.entered.room.kind === 'private' ? snapshot : undefined
}
