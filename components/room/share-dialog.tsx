import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { ShareButton } from '../ui/share-button'
import { RoomTicketCard } from './room-ticket-card'

type Props = { title: string; code: string; link: string; onClose: () => void }

/** How others get into this room: link, code and QR code. [E61] */
export function ShareDialog({ title, code, link, onClose }: Props) {
  return (
    <Dialog title="Invite people" onClose={onClose}>
      <p className="text-muted">Anyone with the code can join. No account needed.</p>
      <div className="grid justify-items-center">
        <RoomTicketCard title={title} code={code} link={link} />
      </div>
      <p className="text-center text-sm break-all text-muted select-all" dir="ltr">
        {link}
      </p>
      <div className="flex flex-wrap justify-center gap-3">
        <CopyButton text={link} what="Link" label="Copy link" look="primary" isFirstFocus />
        <CopyButton text={code} what="Code" label="Copy code" />
        <ShareButton title={title} url={link} />
      </div>
    </Dialog>
  )
}
