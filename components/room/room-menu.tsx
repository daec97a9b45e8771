import type { Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { AppLink } from '../ui/app-link'
import { CopyButton } from '../ui/copy-button'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { useDeeds } from './deeds'
import type { OpenDialog } from './open-dialog'
import type { RoomActions } from './room-shell'

type Props = { room: Room; link: string; actions: RoomActions }

const MENU_ID = 'room-menu'

/** What is done once in a visit, leaving above all. The browser's own popover, so Esc and a press elsewhere close it. */
export function RoomMenu({ room, link, actions }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const isPrivate = room.kind === 'private'
  const item = (label: string, dialog: OpenDialog, className = 'menu-item') => (
    <button
      type="button"
      className={className}
      popoverTarget={MENU_ID}
      popoverTargetAction="hide"
      onClick={() => deeds.open(dialog)}
    >
      {label}
    </button>
  )
  return (
    <>
      <IconButton label={t('anywhere.more')} popoverTarget={MENU_ID}>
        <Icon name="more" />
      </IconButton>
      <div id={MENU_ID} popover="auto" className="menu">
        {isPrivate ? null : <CopyButton text={link} what="link" label={t('copy.link')} look="menu" />}
        {/* On the phone the name of the room needs the place that a button of its own would take. */}
        {item(t('search.open'), { kind: 'search' }, 'menu-item wide:hidden')}
        {item(t('room.rename'), { kind: 'rename' })}
        {item(t('room.preferences'), { kind: 'preferences' })}
        {item(t('room.shortcuts'), { kind: 'shortcuts' })}
        <AppLink href="/join" className="menu-item">
          {t('room.enterAnother')}
        </AppLink>
        <hr />
        {isPrivate ? item(t('room.burn'), { kind: 'burn' }) : null}
        <form action={actions.leaveRoom.bind(null, room.id)}>
          <button type="submit" className="menu-item">
            {isPrivate ? t('room.leavePrivate') : t('room.leave')}
          </button>
        </form>
        <form action={actions.leaveParley}>
          <button type="submit" className="menu-item" aria-describedby="leave-parley-hint">
            {t('room.leaveParley')}
          </button>
          <p id="leave-parley-hint" className="px-3 pbe-2 text-xs text-subtle">
            {t('room.leaveParleyHint')}
          </p>
        </form>
      </div>
    </>
  )
}
