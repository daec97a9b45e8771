import type { RoomStore } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { ShareButton } from '../ui/share-button'
import { ChangeCode } from './change-code'
import { RoomTicketCard } from './room-ticket-card'

type Props = { title: string; code: string; link: string; store: RoomStore; onClose: () => void }

/** How others get into this room: link, code and QR code. Its host can change the code. [E61] */
export function ShareDialog({ title, code, link, store, onClose }: Props) {
  const t = useT()
  return (
    <Dialog title={t('room.inviteTitle')} onClose={onClose}>
      <p className="text-muted">{t('room.inviteLead')}</p>
      <div className="grid justify-items-center">
        <RoomTicketCard title={title} code={code} link={link} />
      </div>
      <p className="text-center text-sm break-all text-muted select-all" dir="ltr">
        {link}
      </p>
      <div className="flex flex-wrap justify-center gap-3">
        <CopyButton text={link} what="link" label={t('copy.link')} look="primary" isFirstFocus />
        <CopyButton text={code} what="code" label={t('copy.code')} />
        <ShareButton title={title} url={link} />
      </div>
      <ChangeCode store={store} />
    </Dialog>
  )
}
