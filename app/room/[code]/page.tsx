import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { AutoJoin } from '#components/join/auto-join'
import { JoinScreen } from '#components/join/join-screen'
import type { Translate } from '#components/language/translate'
import { NotFoundScreen } from '#components/not-found-screen'
import { ProblemScreen } from '#components/problem-screen'
import { findCurrentViewer } from '#lib/auth/session'
import { findRoomByGuess } from '#lib/domain/codes'
import { findRoomSnapshot } from '#lib/domain/room-snapshot'
import { findRoomForMember, type OpenRoom } from '#lib/domain/rooms'
import { services } from '#lib/services'
import { parseRoomCode, type RoomCode } from '#lib/shared/ids'
import { SIZES } from '#lib/shared/limits'
import { isRefusal, type Refusal } from '#lib/shared/refusal'
import { joinRoom } from '../../join/actions'
import { translator } from '../../language/translator'
import { askedMessage, queryOf } from '../asked-message'
import { RoomScene } from '../room-scene'

type Props = {
  params: Promise<{ code: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The title is the room's for its members; others learn nothing from it. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const code = parseRoomCode(safelyDecoded((await params).code))
  const viewer = await findCurrentViewer()
  const member = viewer && code && (await findRoomForMember(services().database.read, viewer.userId, { code }))
  const t = await translator()
  const title = member && member.room.kind !== 'private' ? titleOf(t, member.room) : t('page.join')
  return { title, robots: { index: false } }
}

/** The lobby's title is Parley's own, in the language of the page. */
function titleOf(t: Translate, { kind, title }: { kind: 'lobby' | 'group'; title: string }): string {
  return kind === 'lobby' ? t('rail.lobby') : title
}

/** A path may hold any bytes; one that is no text holds no code. */
function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, SIZES.codeInput)
  } catch {
    return ''
  }
}

export default async function RoomPage({ params, searchParams }: Props) {
  const { code: asked } = await params
  const code = parseRoomCode(safelyDecoded(asked))
  if (!code) return notHere()
  const message = askedMessage(await searchParams)
  if (asked !== code) redirect(`/room/${code}${queryOf(message)}`)
  const viewer = await findCurrentViewer()
  const snapshot = viewer && (await findRoomSnapshot(services().database, viewer.userId, { code }, message))
  if (viewer && snapshot) {
    return <RoomScene userId={viewer.userId} snapshot={snapshot} />
  }
  const t = await translator()
  const room = await guess(code)
  if (room === undefined) return notHere()
  if ('refusal' in room) {
    services().answering.status(429)
    const count = Math.ceil((room.refusal.detail.retryAfterMs ?? 60_000) / 60_000)
    return <ProblemScreen title={t('page.wrongCodesTitle')} sentence={t('page.wrongCodes', { count })} />
  }
  if (!viewer) redirect(`/join?room=${code}${queryOf(message).replace('?', '&')}`)
  return (
    <JoinScreen room={{ code, title: titleOf(t, room) }} t={t} lead={t('join.onYourWay')}>
      <AutoJoin joinRoom={joinRoom} code={code} message={message} name={viewer.name} roomTitle={titleOf(t, room)} />
    </JoinScreen>
  )
}

async function notHere() {
  services().answering.status(404)
  return <NotFoundScreen t={await translator()} />
}

/** Looks a code up for somebody who is not in its room, within the budget for wrong ones. */
async function guess(code: RoomCode): Promise<OpenRoom | { refusal: Refusal } | undefined> {
  const { database, rates, addressOf } = services()
  const address = addressOf(await headers())
  try {
    return await findRoomByGuess(database.read, rates, { code, address })
  } catch (error) {
    if (isRefusal(error) && error.code === 'rate_limited') return { refusal: error }
    throw error
  }
}
