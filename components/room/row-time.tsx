import type { Clock } from './clock'

type Props = { id: string; at: number; clock: Clock; href: string }

/** When a message was posted, by the server's clock; a link to its row. Reached by ArrowRight, not by Tab. */
export function RowTime({ id, at, clock, href }: Props) {
  return (
    <a href={href} tabIndex={-1} className="row-time" title={clock.fullOf(at)}>
      <time id={id} dateTime={new Date(at).toISOString()}>
        {clock.timeOf(at)}
      </time>
    </a>
  )
}
