import type { ComponentProps, ReactNode } from 'react'
import type { RosterMember } from '#lib/client/room-state'
import type { Room } from '#lib/shared/protocol'
import { Avatar } from '../ui/avatar'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Ticket } from '../ui/ticket'
import { presenceWords } from './presence-words'
import { WayBack } from './way-back'

type Props = {
  room: Room
  /** How many are here now. */
  count: number
  other: RosterMember | undefined
  isRailOpen: boolean
  /** Invites kept for later, and whether the tray has anything at all. */
  tray: { putOff: number; isEmpty: boolean }
  onShare: () => void
  /** Shows or hides the people beside the list; on the phone they are a sheet. */
  onRail: () => void
  onSheet: () => void
  onTray: () => void
  /** The menu. */
  children: ReactNode
}

/** The room's name and code, and what can be done with the room. */
export function RoomHeader({
  room,
  count,
  other,
  isRailOpen,
  tray,
  onShare,
  onRail,
  onSheet,
  onTray,
  children,
}: Props) {
  return (
    <header className="room-header" data-region="header">
      {room.kind === 'private' ? (
        <PrivateTitle room={room} other={other} />
      ) : (
        <RoomTitle room={room} onShare={onShare} />
      )}
      <span className="grow" />
      {tray.isEmpty ? null : (
        <IconButton label={tray.putOff > 0 ? `Invites, ${tray.putOff} waiting for you` : 'Invites'} onClick={onTray}>
          <Icon name="inbox" />
          {tray.putOff > 0 ? (
            <span className="absolute -end-0.5 -top-0.5">
              <Badge look="lamp">{tray.putOff}</Badge>
            </span>
          ) : null}
        </IconButton>
      )}
      {room.kind === 'private' ? null : (
        <>
          <PeopleButton count={count} className="max-wide:hidden" aria-expanded={isRailOpen} onClick={onRail} />
          <PeopleButton count={count} className="wide:hidden" aria-haspopup="dialog" onClick={onSheet} />
          <Button look="primary" onClick={onShare} className="wide:min-h-10">
            Invite
          </Button>
        </>
      )}
      {children}
    </header>
  )
}

function PeopleButton({ count, ...rest }: Omit<ComponentProps<typeof IconButton>, 'label'> & { count: number }) {
  return (
    <IconButton {...rest} label={`People, ${count} online`} data-wide="">
      <Icon name="people" />
      <span className="text-sm font-[620] tabular-nums">{count}</span>
    </IconButton>
  )
}

function RoomTitle({ room, onShare }: { room: Exclude<Room, { kind: 'private' }>; onShare: () => void }) {
  return (
    <>
      <h1 dir="auto">
        <span className="block truncate">{room.title}</span>
        <small dir="ltr">{room.code}</small>
      </h1>
      <span className="max-wide:hidden">
        <Ticket code={room.code}>
          <CopyButton text={room.code} what="Code" label="Copy room code" look="icon" onDenied={onShare} />
        </Ticket>
      </span>
    </>
  )
}

type PrivateTitleProps = { room: Extract<Room, { kind: 'private' }>; other: RosterMember | undefined }

function PrivateTitle({ room, other }: PrivateTitleProps) {
  const state = room.other.hasLeft ? 'absent' : (other?.state ?? 'absent')
  return (
    <>
      <WayBack />
      <Avatar userId={room.other.id} name={room.other.name} state={state} />
      <div className="min-w-0 ps-1.5 wide:ps-1">
        <h1 dir="auto">
          <span className="block truncate">{room.other.name}</span>
        </h1>
        <p className="truncate text-xs text-subtle">
          Private chat · {room.other.hasLeft ? 'Left' : presenceWords(state)}
        </p>
      </div>
    </>
  )
}
