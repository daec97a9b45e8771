import type { ComponentProps, ReactNode } from 'react'
import type { InvitesState } from '#lib/client/invites-state'
import type { RoomState, RosterMember } from '#lib/client/room-state'
import type { ListedRoom, Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { isLit } from '../rail/unread-badge'
import { Avatar } from '../ui/avatar'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Ticket } from '../ui/ticket'
import { useDeeds } from './deeds'
import type { SidePanel } from './room-view'
import { WayBack } from './way-back'

type Props = {
  room: Room
  roster: RoomState['roster']
  rooms: readonly ListedRoom[]
  invites: InvitesState
  /** What stands beside the list on a wide screen; on the phone people and search are sheets. */
  panel: SidePanel
  setPanel: (panel: SidePanel) => void
  /** The menu. */
  children: ReactNode
}

/** The room's name and code, and what can be done with the room. */
export function RoomHeader({ room, roster, rooms, invites, panel, setPanel, children }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const { count, list } = roster
  const putOff = invites.received.filter((invite) => invite.putOff).length
  const hasInvites = putOff > 0 || invites.sent.some((invite) => invite.state === 'pending')
  const lit = rooms.filter((listed) => listed.room.id !== room.id && isLit(listed)).length
  const toggle = (wanted: SidePanel) => setPanel(panel === wanted ? 'none' : wanted)

  return (
    <header className="room-header" data-region="header">
      {rooms.length > 1 ? (
        <IconButton
          className="rooms-button"
          label={lit > 0 ? t('rail.showUnread', { count: lit }) : t('rail.show')}
          aria-haspopup="dialog"
          onClick={() => deeds.open({ kind: 'rooms' })}
        >
          <Icon name="rooms" />
          {lit > 0 ? (
            <span className="badge-corner">
              <Badge look="lamp">{lit}</Badge>
            </span>
          ) : null}
        </IconButton>
      ) : null}
      {room.kind === 'private' ? (
        <PrivateTitle room={room} other={list.find(({ userId }) => userId === room.other.id)} rooms={rooms} />
      ) : (
        <RoomTitle room={room} onShare={() => deeds.open({ kind: 'share' })} />
      )}
      <span className="grow" />
      {hasInvites ? (
        <IconButton
          label={putOff > 0 ? t('room.invitesWaiting', { count: putOff }) : t('room.invites')}
          onClick={() => deeds.open({ kind: 'tray' })}
        >
          <Icon name="inbox" />
          {putOff > 0 ? (
            <span className="badge-corner">
              <Badge look="lamp">{putOff}</Badge>
            </span>
          ) : null}
        </IconButton>
      ) : null}
      <IconButton
        label={t('search.open')}
        className="max-wide:hidden"
        aria-expanded={panel === 'search'}
        onClick={() => toggle('search')}
      >
        <Icon name="search" />
      </IconButton>
      {room.kind === 'private' ? (
        <IconButton label={t('people.about')} aria-haspopup="dialog" onClick={() => deeds.openPerson(room.other.id)}>
          <Icon name="people" />
        </IconButton>
      ) : (
        <>
          <PeopleButton
            count={count}
            className="max-wide:hidden"
            aria-expanded={panel === 'people'}
            onClick={() => toggle('people')}
          />
          <PeopleButton
            count={count}
            className="wide:hidden"
            aria-haspopup="dialog"
            onClick={() => deeds.open({ kind: 'people' })}
          />
          <Button look="primary" onClick={() => deeds.open({ kind: 'share' })} className="wide:min-h-10">
            {t('room.invite')}
          </Button>
        </>
      )}
      {children}
    </header>
  )
}

function PeopleButton({ count, ...rest }: Omit<ComponentProps<typeof IconButton>, 'label'> & { count: number }) {
  const t = useT()
  return (
    <IconButton {...rest} label={t('room.peopleOnline', { count })} data-wide="">
      <Icon name="people" />
      <span className="text-sm font-[620] tabular-nums">{count}</span>
    </IconButton>
  )
}

function RoomTitle({ room, onShare }: { room: Exclude<Room, { kind: 'private' }>; onShare: () => void }) {
  const t = useT()
  return (
    <>
      <h1 dir="auto">
        <span className="block truncate">{room.title}</span>
        <small dir="ltr">{room.code}</small>
      </h1>
      <span className="max-wide:hidden">
        <Ticket code={room.code}>
          <CopyButton text={room.code} what="code" label={t('copy.roomCode')} look="icon" onDenied={onShare} />
        </Ticket>
      </span>
    </>
  )
}

type PrivateTitleProps = {
  room: Extract<Room, { kind: 'private' }>
  other: RosterMember | undefined
  rooms: readonly ListedRoom[]
}

function PrivateTitle({ room, other, rooms }: PrivateTitleProps) {
  const t = useT()
  const state = room.other.hasLeft ? 'absent' : (other?.state ?? 'absent')
  return (
    <>
      <WayBack rooms={rooms} />
      <Avatar userId={room.other.id} name={room.other.name} state={state} />
      <div className="min-w-0 ps-1.5 wide:ps-1">
        <h1 dir="auto">
          <span className="block truncate">{room.other.name}</span>
        </h1>
        <p className="truncate text-xs text-subtle">
          {t('room.privateChat', { state: t(room.other.hasLeft ? 'people.left' : `people.${state}`) })}
        </p>
      </div>
    </>
  )
}
