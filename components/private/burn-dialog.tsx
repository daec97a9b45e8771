import type { RoomStore } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { refusalSentence } from '../sentences'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Refusal } from './refusal'
import { retryAfterOf } from './retry-after'
import { useAnswer } from './use-answer'

type Props = { other: string; store: RoomStore; onClose: () => void }

/** The question before a private chat's messages are destroyed for both. */
export function BurnDialog({ other, store, onClose }: Props) {
  const t = useT()
  const answer = useAnswer((refused) => refusalSentence(t, refused.code, retryAfterOf(refused)))

  async function burn() {
    if (await answer.run(() => store.burn())) onClose()
  }

  return (
    <Dialog title={t('room.burn')} onClose={onClose}>
      <p>{t.rich('privateChat.burnAsk', { name: other, b: (name) => <bdi className="font-[650]">{name}</bdi> })}</p>
      <Refusal sentence={answer.refusal} />
      <div className="flex flex-wrap gap-3">
        <Button look="danger" disabled={answer.isPending} onClick={() => void burn()}>
          {t('privateChat.burnDo')}
        </Button>
        <Button onClick={onClose} data-first-focus="">
          {t('privateChat.burnKeep')}
        </Button>
      </div>
    </Dialog>
  )
}
