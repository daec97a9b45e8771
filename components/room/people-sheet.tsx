import type { ComponentProps } from 'react'
import { useT } from '../language/use-t'
import { Dialog } from '../ui/dialog'
import { peopleHeading } from './people-heading'
import { PeopleList } from './people-list'
import { NobodyElse } from './people-nobody'
import type { PeoplePanel } from './people-panel'

type Props = ComponentProps<typeof PeoplePanel> & { onClose: () => void }

/** Who is here, on the phone. */
export function PeopleSheet({ roster, onClose, ...rest }: Props) {
  const t = useT()
  return (
    <Dialog title={peopleHeading(t, roster.count, roster.list.length)} onClose={onClose}>
      <PeopleList members={roster.list} {...rest} />
      {roster.list.length > 1 ? null : <NobodyElse />}
    </Dialog>
  )
}
