import type { InvitesState, InvitesStore } from '#lib/client/invites-state'
import type { RoomState } from '#lib/client/room-state'
import type { Room } from '#lib/shared/protocol'
import { InvitePrompts } from '../private/invite-prompts'
import { InviteTray } from '../private/invite-tray'
import { PersonDialog } from '../private/person-dialog'
import type { Clock } from './clock'
import { PeopleSheet } from './people-sheet'
import { ShareDialog } from './share-dialog'

export type OpenDialog =
  | { kind: 'share' }
  | { kind: 'people' }
  | { kind: 'tray' }
  | { kind: 'person'; userId: string; isFromSheet: boolean }

type Props = {
  open: OpenDialog | undefined
  setOpen: (open: OpenDialog | undefined) => void
  room: Room
  link: string
  people: { roster: RoomState['roster']; selfId: string; tags: ReadonlyMap<string, string>; clock: Clock }
  invites: { store: InvitesStore; state: InvitesState }
}

/** What lies over the room: invites that wait for an answer, and one dialog at most. Loaded after the room itself. */
export function RoomOverlays(props: Props) {
  return (
    <>
      <InvitePrompts {...props.invites} />
      <OpenedDialog {...props} />
    </>
  )
}

function OpenedDialog({ open, setOpen, room, link, people, invites }: Props) {
  const close = () => setOpen(undefined)
  switch (open?.kind) {
    case 'share':
      return room.kind === 'private' ? null : (
        <ShareDialog title={room.title} code={room.code} link={link} onClose={close} />
      )
    case 'people':
      return (
        <PeopleSheet
          {...people}
          onPick={(userId) => setOpen({ kind: 'person', userId, isFromSheet: true })}
          onClose={close}
        />
      )
    case 'tray':
      return <InviteTray {...invites} onClose={close} />
    case 'person': {
      const member = people.roster.list.find(({ userId }) => userId === open.userId)
      if (!member) return null
      return (
        <PersonDialog
          member={member}
          tag={people.tags.get(member.userId)}
          roomId={room.id}
          invites={invites}
          onClose={() => setOpen(open.isFromSheet ? { kind: 'people' } : undefined)}
        />
      )
    }
    case undefined:
      return null
  }
}
