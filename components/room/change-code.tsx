import { useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import { useT } from '../language/use-t'
import { Refusal } from '../private/refusal'
import { retryAfterOf } from '../private/retry-after'
import { useAnswer } from '../private/use-answer'
import { refusalSentence } from '../sentences'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'

const selectMayChange = ({ room, self }: RoomState) => room.kind === 'group' && self.role === 'host'

/** For the host alone: a new code for the room. Asks first, where the button stood. [E61] */
export function ChangeCode({ store }: { store: RoomStore }) {
  const t = useT()
  const mayChange = useRoom(store, selectMayChange)
  const [question, setQuestion] = useState<'none' | 'asked' | 'answered'>('none')
  const answer = useAnswer((refused) => refusalSentence(t, refused.code, retryAfterOf(refused)))

  async function ask() {
    const changed = await store.rotateCode()
    if (changed.ok) announce(t('room.codeChanged', { code: changed.value.code }))
    return changed
  }
  async function change() {
    if (await answer.run(ask)) setQuestion('answered')
  }

  if (!mayChange) return null
  if (question !== 'asked') {
    return (
      // After the question, which took the focus with it, the button has it again.
      <Button className="justify-self-center" autoFocus={question === 'answered'} onClick={() => setQuestion('asked')}>
        {t('room.changeCode')}
      </Button>
    )
  }
  return (
    <div className="grid gap-3 rounded-md bg-surface-2 p-3">
      <p className="text-sm">{t('room.changeCodeAsk')}</p>
      <Refusal sentence={answer.refusal} />
      <div className="flex flex-wrap gap-2">
        <Button look="danger" autoFocus disabled={answer.isPending} onClick={() => void change()}>
          {t('room.changeCodeDo')}
        </Button>
        <Button onClick={() => setQuestion('answered')}>{t('room.changeCodeKeep')}</Button>
      </div>
    </div>
  )
}
