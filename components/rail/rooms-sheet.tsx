import type { ComponentProps } from 'react'
import { useT } from '../language/use-t'
import { useDeeds } from '../room/deeds'
import { Dialog } from '../ui/dialog'
import { RoomRail } from './room-rail'

type Props = Omit<ComponentProps<typeof RoomRail>, 'onOpen'> & { onClose: () => void }

/** My rooms, on a screen that is too narrow for them beside the room. */
export function RoomsSheet({ onClose, ...rest }: Props) {
  const t = useT()
  const deeds = useDeeds()
  return (
    <Dialog title={t('rail.label')} onClose={onClose}>
      <nav aria-label={t('rail.label')} className="rooms-sheet">
        <RoomRail
          {...rest}
          onOpen={(room) => {
            onClose()
            deeds.openRoom(room)
          }}
        />
      </nav>
    </Dialog>
  )
}
