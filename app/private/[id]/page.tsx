import type { Metadata } from 'next'
import { NotFoundScreen } from '#components/not-found-screen'
import { findCurrentViewer } from '#lib/auth/session'
import { findRoomSnapshot, type RoomSnapshot } from '#lib/domain/room-snapshot'
import type { Viewer } from '#lib/domain/sessions'
import { services } from '#lib/services'
import { isId, type RoomId } from '#lib/shared/ids'
import { translator } from '../../language/translator'
import { askedMessage } from '../../room/asked-message'
import { RoomScene } from '../../room/room-scene'

type Search = Record<string, string | string[] | undefined>
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> }

export async function generateMetadata(): Promise<Metadata> {
  const t = await translator()
  return { title: t('page.privateChat'), robots: { index: false } }
}

export default async function PrivatePage({ params, searchParams }: Props) {
  const { id } = await params
  const viewer = await findCurrentViewer()
  const snapshot = viewer && isId(id) ? await findPrivate(viewer, id as RoomId, await searchParams) : undefined
  // A stranger, a guess and a malformed id read the same.
  if (!viewer || !snapshot) {
    services().answering.status(404)
    return <NotFoundScreen t={await translator()} />
  }
  return <RoomScene userId={viewer.userId} snapshot={snapshot} />
}

async function findPrivate(viewer: Viewer, roomId: RoomId, search: Search): Promise<RoomSnapshot | undefined> {
  const snapshot = await findRoomSnapshot(services().database, viewer.userId, { roomId }, askedMessage(search))
  return snapshot?.entered.room.kind === 'private' ? snapshot : undefined
}
