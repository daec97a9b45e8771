import type { Room } from '#lib/shared/protocol'
import { AppLink } from '../ui/app-link'
import { CopyButton } from '../ui/copy-button'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'

type Props = { room: Room; link: string; leaveRoom: () => Promise<void>; leaveParley: () => Promise<void> }

const MENU_ID = 'room-menu'

/** What is done once in a visit, leaving above all. The browser's own popover, so Esc and a press elsewhere close it. */
export function RoomMenu({ room, link, leaveRoom, leaveParley }: Props) {
  return (
    <>
      <IconButton label="More" popoverTarget={MENU_ID}>
        <Icon name="more" />
      </IconButton>
      <div id={MENU_ID} popover="auto" className="menu">
        {room.kind === 'private' ? null : <CopyButton text={link} what="Link" label="Copy link" look="menu" />}
        <AppLink href="/join" className="menu-item">
          Enter another room
        </AppLink>
        <hr />
        <form action={leaveRoom}>
          <button type="submit" className="menu-item">
            {room.kind === 'private' ? 'Leave private chat' : 'Leave room'}
          </button>
        </form>
        <form action={leaveParley}>
          <button type="submit" className="menu-item" aria-describedby="leave-parley-hint">
            Leave Parley
          </button>
          <p id="leave-parley-hint" className="px-3 pbe-2 text-xs text-subtle">
            Ends your session and frees your name.
          </p>
        </form>
      </div>
    </>
  )
}
