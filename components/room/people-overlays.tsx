import type { ComponentProps } from 'react'
import { findPerson } from '../people/find-person'
import { PersonDialog } from '../people/person-dialog'
import { RenameDialog } from '../people/rename-dialog'
import { PreferencesDialog } from '../preferences/preferences-dialog'
import { ShortcutsDialog } from '../preferences/shortcuts-dialog'
import { BurnDialog } from '../private/burn-dialog'
import { InviteTray } from '../private/invite-tray'
import { PeopleSheet } from './people-sheet'
import type { RoomOverlays } from './room-overlays'

/** The dialogs about people, invites and preferences. */
export function PeopleOverlays({
  open,
  setOpen,
  store,
  room,
  people,
  rooms,
  invites,
  actions,
}: ComponentProps<typeof RoomOverlays>) {
  const close = () => setOpen(undefined)
  switch (open?.kind) {
    case 'people':
      return (
        <PeopleSheet
          {...people}
          onPick={(userId) => setOpen({ kind: 'person', userId, isFromSheet: true })}
          onClose={close}
        />
      )
    case 'person': {
      const person = findPerson(open.userId, { room, roster: people.roster, shown: store.getState().shown })
      return person === undefined ? null : (
        <PersonDialog
          person={person}
          tag={people.tags.get(person.id)}
          selfId={people.selfId}
          room={room}
          rooms={rooms}
          invites={invites}
          clock={people.clock}
          onClose={() => setOpen(open.isFromSheet ? { kind: 'people' } : undefined)}
          onDone={close}
        />
      )
    }
    case 'tray':
      return <InviteTray {...invites} rooms={rooms.store} onClose={close} />
    case 'rename':
      return <RenameDialog store={store} onClose={close} />
    case 'burn':
      return room.kind === 'private' ? <BurnDialog other={room.other.name} store={store} onClose={close} /> : null
    case 'preferences':
      return <PreferencesDialog store={store} rooms={rooms} chooseLanguage={actions.chooseLanguage} onClose={close} />
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />
    default:
      return null
  }
}
