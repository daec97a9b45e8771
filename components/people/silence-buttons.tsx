import { type ReactNode, useState } from 'react'
import type { Rooms } from '#lib/client/use-rooms'
import type { Person, SilenceKind } from '#lib/shared/model'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import { Refusal } from '../private/refusal'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { BlockQuestion } from './block-question'
import { useSilenceAnswer } from './use-silence-answer'

type Props = {
  person: Person
  rooms: Rooms
  /** What stands before them in the row. */
  children?: ReactNode
}

/** Mute and Block, or the way back from them. Blocking asks first, muting does not: it is easily undone. */
export function SilenceButtons({ person, rooms, children }: Props) {
  const t = useT()
  const answer = useSilenceAnswer()
  const [question, setQuestion] = useState<'none' | 'asked' | 'answered'>('none')
  const { id, name } = person
  const has = (kind: SilenceKind) => rooms.state.silences.some((one) => one.userId === id && one.kind === kind)
  const isMuted = has('mute')
  const isBlocked = has('block')

  async function silence(kind: SilenceKind, on: boolean) {
    if (await answer.run(() => rooms.store.silence(id, kind, on))) announce(saidOf(t, kind, on, name))
  }

  if (question === 'asked')
    return <BlockQuestion person={person} rooms={rooms.store} onClose={() => setQuestion('answered')} />
  // The question took the focus with it.
  const autoFocus = question === 'answered'
  return (
    <>
      <Refusal sentence={answer.refusal} />
      <div className="flex flex-wrap gap-2">
        {children}
        <Button disabled={answer.isPending} onClick={() => void silence('mute', !isMuted)}>
          {t(isMuted ? 'people.unmute' : 'people.mute')}
        </Button>
        {isBlocked ? (
          <Button autoFocus={autoFocus} onClick={() => void silence('block', false)}>
            {t('people.unblock')}
          </Button>
        ) : (
          <Button autoFocus={autoFocus} onClick={() => setQuestion('asked')}>
            {t('people.block')}
          </Button>
        )}
      </div>
    </>
  )
}

function saidOf(t: Translate, kind: SilenceKind, on: boolean, name: string): string {
  if (kind === 'mute') return t(on ? 'people.mutedSaid' : 'people.unmutedSaid', { name })
  return t(on ? 'people.blockedSaid' : 'people.unblockedSaid', { name })
}
