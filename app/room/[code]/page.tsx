import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { AutoJoin } from '#components/join/auto-join'
import { JoinScreen } from '#components/join/join-screen'
import { NotFoundScreen } from '#components/not-found-screen'
import { ProblemScreen } from '#components/problem-screen'
import { RoomView } from '#components/room/room-view'
import { findCurrentViewer } from '#lib/auth/session'
import { findRoomByGuess } from '#lib/domain/codes'
import { findRoomSnapshot } from '#lib/domain/room-snapshot'
import { findRoomForMember, type OpenRoom } from '#lib/domain/rooms'
import { ADDRESS_HEADER } from '#lib/http/client-address'
import { services } from '#lib/services'
import { parseRoomCode, type RoomCode } from '#lib/shared/ids'
import { SIZES } from '#lib/shared/limits'
import { isRefusal, type Refusal } from '#lib/shared/refusal'
import { joinRoom } from '../../join/actions'
import { leaveParley, leaveRoom } from '../actions'
import { findOrigin } from '../origin'

type Props = { params: Promise<{ code: string }> }

/** The title is the room's for its members; others learn nothing from it. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const code = parseRoomCode(safelyDecoded((await params).code))
  const viewer = await findCurrentViewer()
  const member = viewer && code && (await findRoomForMember(services().database.read, viewer.userId, { code }))
  const title = member && member.room.kind !== 'private' ? member.room.title : 'Join a room'
  return { title, robots: { index: false } }
}

/** A path may hold any bytes; one that is no text holds no code. */
function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, SIZES.codeInput)
  } catch {
    return ''
  }
}

export default async function RoomPage({ params }: Props) {
  const { code: asked } = await params
  const code = parseRoomCode(safelyDecoded(asked))
  if (!code) return notHere()
  if (asked !== code) redirect(`/room/${code}`)
  const viewer = await findCurrentViewer()
  const snapshot = viewer && (await findRoomSnapshot(services().database, viewer.userId, { code }))
  if (snapshot) {
    return (
      <RoomView
        key={snapshot.entered.room.id}
        snapshot={snapshot}
        links={{ origin: await findOrigin() }}
        leaveRoom={leaveRoom.bind(null, snapshot.entered.room.id)}
        leaveParley={leaveParley}
      />
    )
  }
  const room = await guess(code)
  if (room === undefined) return notHere()
  if ('refusal' in room) {
    services().answering.status(429)
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

function notHere() {
  services().answering.status(404)
  return <NotFoundScreen />
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
