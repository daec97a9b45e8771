import type { RoomState } from '#lib/client/room-state'
import type { UserId } from '#lib/shared/ids'
import { useT } from '../language/use-t'
import type { Clock } from './clock'
import { peopleHeading } from './people-heading'
import { PeopleList } from './people-list'
import { NobodyElse } from './people-nobody'

type Props = {
  roster: RoomState['roster']
  selfId: string
  tags: ReadonlyMap<string, string>
  clock: Clock
  onPick: (userId: UserId) => void
}

/** Who is here, beside the list on a wide screen. */
export function PeoplePanel({ roster, ...rest }: Props) {
  const t = useT()
  return (
    <aside aria-label={t('people.label')} className="people-panel" data-region="people">
      <h2 className="pbe-3 font-display text-sm leading-none font-[650] text-muted">
        {peopleHeading(t, roster.count, roster.list.length)}
      </h2>
      <PeopleList members={roster.list} {...rest} />
      {roster.list.length > 1 ? null : <NobodyElse />}
    </aside>
  )
}
