import type { ComponentProps } from 'react'
import { Dialog } from '../ui/dialog'
import { peopleHeading } from './people-heading'
import { PeopleList } from './people-list'
import type { PeoplePanel } from './people-panel'

type Props = ComponentProps<typeof PeoplePanel> & { onClose: () => void }

/** Who is here, on the phone. */
export function PeopleSheet({ roster, onClose, ...rest }: Props) {
  return (
    <Dialog title={peopleHeading(roster.count, roster.list.length)} onClose={onClose}>
      <PeopleList members={roster.list} {...rest} />
    </Dialog>
  )
}
