import type { ReactNode } from 'react'
import { LazyRegister } from '../install/lazy-register'
import type { Translate } from '../language/translate'
import { TicketCard } from '../ui/ticket-card'
import { HarbourArt } from './harbour-art'

type Props = {
  /** The room a link leads to, when the code is known. */
  room?: { code: string; title?: string }
  /** What stands under the heading, where the usual sentence would not fit. */
  lead?: string
  t: Translate
  /** The form. */
  children: ReactNode
  /** What stands below it, small. */
  foot?: ReactNode
}

/** The first screen: what to do at the start, the ticket at the end of the line. The phone shows only the form. */
export function JoinScreen({ room, lead, t, children, foot }: Props) {
  return (
    <div className="grid min-h-dvh wide:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
      <main className="flex flex-col justify-start gap-6 p-[clamp(1.5rem,5vw,4.5rem)] max-wide:pbs-16 wide:justify-center">
        <h1 className="max-w-[12ch] font-display text-[clamp(2.25rem,5vw,3.5rem)] leading-[1.02] font-[750] tracking-[-.03em]">
          {t('join.heading')}
        </h1>
        <p className="max-w-[44ch] text-muted">{lead ?? t(room ? 'join.withCode' : 'join.withoutCode')}</p>
        {children}
        {foot}
      </main>
      <LazyRegister />
      <div className="hidden place-items-center bg-surface-2 p-8 wide:grid" aria-hidden="true">
        <TicketCard art={<HarbourArt />}>{room ? <KnownTicket {...room} t={t} /> : <BlankTicket t={t} />}</TicketCard>
      </div>
    </div>
  )
}

function KnownTicket({ code, title, t }: { code: string; title?: string; t: Translate }) {
  return (
    <>
      <small className="truncate text-sm text-muted">
        <bdi>{title ?? 'Parley'}</bdi>
      </small>
      <b className="font-mono text-[1.75rem] leading-[1.1] font-bold tracking-[.12em] justify-self-start" dir="ltr">
        {code}
      </b>
      <small className="text-sm text-muted">{t('join.ticketName')}</small>
    </>
  )
}

/** No made-up code: four and four empty places. */
function BlankTicket({ t }: { t: Translate }) {
  return (
    <>
      <small className="text-sm text-muted">Parley</small>
      <span className="code-places" dir="ltr">
        {['a', 'b', 'c', 'd', 'dash', 'e', 'f', 'g', 'h'].map((place) => (
          <i key={place} data-dash={place === 'dash' ? '' : undefined} />
        ))}
      </span>
      <small className="text-sm text-muted">{t('join.ticketCode')}</small>
    </>
  )
}
