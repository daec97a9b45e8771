import { useT } from '../language/use-t'
import { LazyQrCode } from '../ui/lazy-qr-code'
import { TicketCard } from '../ui/ticket-card'

/** The invite card of a room: scan it above the tear line, read it below. */
export function RoomTicketCard({ title, code, link }: { title: string; code: string; link: string }) {
  const t = useT()
  return (
    <TicketCard art={<LazyQrCode text={link} label={t('room.qr')} />}>
      <small className="truncate text-sm text-muted">
        <bdi>{title}</bdi>
      </small>
      <b
        className="justify-self-start font-mono text-[1.75rem] leading-[1.1] font-bold tracking-[.12em] select-all"
        dir="ltr"
      >
        {code}
      </b>
      <small className="text-sm text-muted">{t('room.scan')}</small>
    </TicketCard>
  )
}
