import type { ReactNode } from 'react'
import type { RosterMember } from '#lib/client/room-state'
import type { Room } from '#lib/shared/protocol'
import { plural } from '../plural'
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
  isPeopleShown: boolean
  /** Invites kept for later, and whether the tray has anything at all. */
  tray: { putOff: number; isEmpty: boolean }
  onShare: () => void
  onPeople: () => void
  onTray: () => void
  /** The menu. */
  children: ReactNode
}

/** The room's name and code, and what can be done with the room. */
export function RoomHeader({ room, count, other, isPeopleShown, tray, onShare, onPeople, onTray, children }: Props) {
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
          <IconButton
            label={`People, ${plural(count, { one: '# online', other: '# online' })}`}
            aria-expanded={isPeopleShown}
            onClick={onPeople}
            data-wide=""
          >
            <Icon name="people" />
            <span className="text-sm font-[620] tabular-nums">{count}</span>
          </IconButton>
          <Button look="primary" onClick={onShare} className="wide:min-h-10">
            Invite
          </Button>
        </>
      )}
      {children}
    </header>
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
      <div className="min-w-0">
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
