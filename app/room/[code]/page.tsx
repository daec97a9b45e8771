import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { AutoJoin } from '#components/join/auto-join'
import { JoinScreen } from '#components/join/join-screen'
import { ProblemScreen } from '#components/problem-screen'
import { RoomView } from '#components/room/room-view'
import { findCurrentViewer } from '#lib/auth/session'
import { findRoomByGuess } from '#lib/domain/codes'
import { findRoomSnapshot } from '#lib/domain/room-snapshot'
import { findRoomForMember, type OpenRoom } from '#lib/domain/rooms'
import { ADDRESS_HEADER } from '#lib/http/client-address'
import { services } from '#lib/services'
import { parseRoomCode, type RoomCode } from '#lib/shared/ids'
import { isRefusal, type Refusal } from '#lib/shared/refusal'
import { joinRoom } from '../../join/actions'
import { leaveParley, leaveRoom } from '../actions'
import { findOrigin } from '../origin'

type Props = { params: Promise<{ code: string }> }

async function requireCode({ params }: Props): Promise<RoomCode> {
  const { code: asked } = await params
  const code = parseRoomCode(decodeSafely(asked).slice(0, 65))
  if (!code) notFound()
  if (asked !== code) redirect(`/room/${code}`)
  return code
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const code = await requireCode(props)
  const viewer = await findCurrentViewer()
  const member = viewer && (await findRoomForMember(services().database.read, viewer.userId, { code }))
  const title = member && member.room.kind !== 'private' ? member.room.title : 'Join a room'
  return { title, robots: { index: false } }
}

export default async function RoomPage(props: Props) {
  const code = await requireCode(props)
  const viewer = await findCurrentViewer()
  const snapshot = viewer && (await findRoomSnapshot(services().database, viewer.userId, { code }))
  if (snapshot) {
    return (
      <RoomView
        key={snapshot.entered.room.id}
        snapshot={snapshot}
        links={{ origin: await findOrigin() }}
        leaveRoom={leaveRoom}
        leaveParley={leaveParley}
      />
    )
  }
  const room = await guess(code)
  if (room === undefined) notFound()
  if ('refusal' in room) {
    const minutes = Math.ceil((room.refusal.detail.retryAfterMs ?? 60_000) / 60_000)
    return (
      <ProblemScreen
        title="Too many wrong codes"
        sentence={`Your network has tried too many room codes. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`}
      />
    )
  }
  if (!viewer) redirect(`/join?room=${code}`)
  return (
    <JoinScreen room={{ code, title: room.title }} lead="You are on your way in.">
      <AutoJoin joinRoom={joinRoom} code={code} name={viewer.name} roomTitle={room.title} />
    </JoinScreen>
  )
}

/** Looks a code up for somebody who is not in its room, within the budget for wrong ones. */
async function guess(code: RoomCode): Promise<OpenRoom | { refusal: Refusal } | undefined> {
  const { database, rates } = services()
  const address = (await headers()).get(ADDRESS_HEADER) ?? 'unknown'
  try {
    return await findRoomByGuess(database.read, rates, { code, address })
  } catch (error) {
    if (isRefusal(error)) return { refusal: error }
    throw error
  }
}
