import type { RoomState } from '#lib/client/room-state'
import type { Clock } from './clock'
import { peopleHeading } from './people-heading'
import { PeopleList } from './people-list'

type Props = {
  roster: RoomState['roster']
  selfId: string
  tags: ReadonlyMap<string, string>
  clock: Clock
  onPick: (userId: string) => void
}

/** Who is here, beside the list on a wide screen. */
export function PeoplePanel({ roster, ...rest }: Props) {
  return (
    <aside aria-label="People" className="people-panel" data-region="people">
      <h2 className="pbe-3 font-display text-sm leading-none font-[650] text-muted">
        {peopleHeading(roster.count, roster.list.length)}
      </h2>
      <PeopleList members={roster.list} {...rest} />
    </aside>
  )
}
