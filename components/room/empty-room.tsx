import type { Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { BurnReceipt } from '../private/burn-receipt'
import { CopyButton } from '../ui/copy-button'
import { RoomTicketCard } from './room-ticket-card'

type Props = { room: Room; isAlone: boolean; link: string }

/** What a room without a message shows: who can read it, and how others get in. Gone at the first message. [E63] */
export function EmptyRoom({ room, isAlone, link }: Props) {
  const t = useT()
  if (room.kind === 'private') {
    return (
      <div className="empty-room">
        <p className="font-display text-lg/tight font-bold tracking-tight">
          {t.rich('room.emptyPrivateTitle', { name: room.other.name, b: (name) => <bdi>{name}</bdi> })}
        </p>
        <p className="max-w-[38ch] text-muted">{t('room.emptyPrivate')}</p>
        <BurnReceipt room={room} />
      </div>
    )
  }
  return (
    <div className="empty-room">
      <p className="max-w-[38ch] text-muted">{t(isAlone ? 'room.emptyAlone' : 'room.empty')}</p>
      <RoomTicketCard title={room.title} code={room.code} link={link} />
      <div className="flex flex-wrap justify-center gap-3">
        <CopyButton text={link} what="link" label={t('copy.link')} />
        <CopyButton text={room.code} what="code" label={t('copy.code')} />
      </div>
    </div>
  )
}
