import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { JoinForm } from '#components/join/join-form'
import { JoinScreen } from '#components/join/join-screen'
import { findCurrentViewer, findRememberedName } from '#lib/auth/session'
import { findRoomForMember } from '#lib/domain/rooms'
import { services } from '#lib/services'
import { parseRoomCode } from '#lib/shared/ids'
import { comeIn } from './actions'

export const metadata: Metadata = { title: 'Join a room' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function JoinPage({ searchParams }: Props) {
  const { room: asked } = await searchParams
  const code = typeof asked === 'string' ? parseRoomCode(asked) : undefined
  const viewer = await findCurrentViewer()
  if (viewer && code) {
    const member = await findRoomForMember(services().database.read, viewer.userId, { code })
    if (member) redirect(`/room/${code}`)
  }
  const { github } = services().settings
  const name = viewer?.name ?? (await findRememberedName()) ?? ''
  return (
    <JoinScreen {...(code ? { room: { code } } : {})}>
      <JoinForm
        comeIn={comeIn}
        initial={{ name, code: code ?? (typeof asked === 'string' ? asked.slice(0, 64) : '') }}
        asksOnlyName={code !== undefined}
        github={viewer?.kind === 'github' ? { signedInAs: viewer.name } : github ? 'offered' : 'off'}
      />
    </JoinScreen>
  )
}
