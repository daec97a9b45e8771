import type { RoomsStore } from '#lib/client/rooms-state'
import type { Person } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { Refusal } from '../private/refusal'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { useSilenceAnswer } from './use-silence-answer'

type Props = { person: Person; rooms: RoomsStore; onClose: () => void }

/** What blocking somebody does, and the button that does it; stands where Block was pressed. */
export function BlockQuestion({ person: { id, name }, rooms, onClose }: Props) {
  const t = useT()
  const answer = useSilenceAnswer()

  async function block() {
    if (!(await answer.run(() => rooms.silence(id, 'block', true)))) return
    announce(t('people.blockedSaid', { name }))
    onClose()
  }

  return (
    <div className="grid gap-3 rounded-md bg-surface-2 p-3">
      <p className="text-sm">{t('people.blockAsk')}</p>
      <Refusal sentence={answer.refusal} />
      <div className="flex flex-wrap gap-2">
        <Button look="danger" autoFocus disabled={answer.isPending} onClick={() => void block()}>
          {t('people.blockDo', { name })}
        </Button>
        <Button onClick={onClose}>{t('people.cancel')}</Button>
      </div>
    </div>
  )
}
