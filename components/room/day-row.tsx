import type { Clock } from './clock'

/** Where a day begins. */
export function DayRow({ at, clock }: { at: number; clock: Clock }) {
  return (
    <li className="day">
      <h2>
        <time dateTime={clock.dayOf(at)}>{clock.dayLabelOf(at)}</time>
      </h2>
    </li>
  )
}
