import type { RoomState } from '#lib/client/room-state'
import { Dialog } from '../ui/dialog'
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

/** The same on the phone, as a sheet. */
export function PeopleSheet({ roster, onClose, ...rest }: Props & { onClose: () => void }) {
  return (
    <Dialog title={peopleHeading(roster.count, roster.list.length)} onClose={onClose}>
      <PeopleList members={roster.list} {...rest} />
    </Dialog>
  )
}
