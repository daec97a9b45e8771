import type { InvitesState, InvitesStore } from '#lib/client/invites-state'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import type { Rooms } from '#lib/client/use-rooms'
import type { Room } from '#lib/shared/model'
import { UpdateOffer } from '../install/update-offer'
import { useShortcuts } from '../preferences/use-shortcuts'
import { InvitePrompts } from '../private/invite-prompts'
import { RoomSwitcher } from '../rail/room-switcher'
import { RoomsSheet } from '../rail/rooms-sheet'
import { SearchPanel } from '../search/search-panel'
import { SearchSheet } from '../search/search-sheet'
import type { Clock } from './clock'
import type { OpenDialog } from './open-dialog'
import { PeopleOverlays } from './people-overlays'
import type { RoomActions } from './room-shell'
import type { SidePanel } from './room-view'
import { RowOverlays } from './row-overlays'
import { ShareDialog } from './share-dialog'

type Props = {
  open: OpenDialog | undefined
  setOpen: (open: OpenDialog | undefined) => void
  panel: SidePanel
  setPanel: (panel: SidePanel) => void
  store: RoomStore
  room: Room
  link: string
  people: { roster: RoomState['roster']; selfId: string; tags: ReadonlyMap<string, string>; clock: Clock }
  rooms: Rooms
  invites: { store: InvitesStore; state: InvitesState }
  actions: RoomActions
}

/** What lies over the room: search beside it, invites that wait for an answer, and one dialog at most. Loaded after the room itself. */
export function RoomOverlays(props: Props) {
  useShortcuts()
  return (
    <>
      {props.panel === 'search' ? (
        <SearchPanel store={props.store} clock={props.people.clock} onClose={() => props.setPanel('none')} />
      ) : null}
      <UpdateOffer store={props.store} />
      <InvitePrompts {...props.invites} rooms={props.rooms.store} />
      <RowOverlays open={props.open} setOpen={props.setOpen} store={props.store} />
      <OpenedDialog {...props} />
    </>
  )
}

function OpenedDialog(props: Props) {
  const { open, setOpen, room, link, people, rooms, store } = props
  const close = () => setOpen(undefined)
  const { clock } = people
  switch (open?.kind) {
    case 'share':
      return room.kind === 'private' ? null : (
        <ShareDialog title={room.title} code={room.code} link={link} store={store} onClose={close} />
      )
    case 'rooms':
      return <RoomsSheet rooms={rooms.state.rooms} currentId={room.id} clock={clock} onClose={close} />
    case 'switch':
      return <RoomSwitcher rooms={rooms.state.rooms} currentId={room.id} onClose={close} />
    case 'search':
      return <SearchSheet store={store} clock={clock} onClose={close} />
    default:
      return <PeopleOverlays {...props} />
  }
}
