import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { JoinForm } from '#components/join/join-form'
import { JoinScreen } from '#components/join/join-screen'
import { LanguagePicker } from '#components/language/language-picker'
import { findCurrentViewer, findRememberedName } from '#lib/auth/session'
import { findRoomForMember } from '#lib/domain/rooms'
import { services } from '#lib/services'
import { parseRoomCode } from '#lib/shared/ids'
import { chooseLanguage } from '../language/actions'
import { findLocale, translator } from '../language/translator'
import { askedMessage, queryOf } from '../room/asked-message'
import { comeIn } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await translator()
  return { title: t('page.join') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function JoinPage({ searchParams }: Props) {
  const search = await searchParams
  const { room: asked } = search
  const message = askedMessage(search)
  const code = typeof asked === 'string' ? parseRoomCode(asked) : undefined
  const viewer = await findCurrentViewer()
  if (viewer && code) {
    const member = await findRoomForMember(services().database.read, viewer.userId, { code })
    if (member) redirect(`/room/${code}${queryOf(message)}`)
  }
  const { github } = services().settings
  const name = viewer?.name ?? (await findRememberedName()) ?? ''
  const t = await translator()
  return (
    <JoinScreen
      {...(code ? { room: { code } } : {})}
      t={t}
      foot={
        <LanguagePicker chooseLanguage={chooseLanguage} current={await findLocale()} label={t('languages.label')} />
      }
    >
      <JoinForm
        comeIn={comeIn}
        initial={{ name, code: code ?? (typeof asked === 'string' ? asked.slice(0, 64) : '') }}
        asksOnlyName={code !== undefined}
        message={message}
        github={viewer?.kind === 'github' ? { signedInAs: viewer.name } : github ? 'offered' : 'off'}
      />
    </JoinScreen>
  )
}
