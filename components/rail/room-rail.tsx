import type { ListedRoom, Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import type { Clock } from '../room/clock'
import { AppLink } from '../ui/app-link'
import { RoomLink } from './room-link'

type Props = { rooms: readonly ListedRoom[]; currentId: string; clock: Clock; onOpen: (room: Room) => void }

/** My rooms and private chats, those with the newest messages first. */
export function RoomRail({ rooms, currentId, clock, onOpen }: Props) {
  const t = useT()
  const open = rooms.filter(({ room }) => room.kind !== 'private')
  const privates = rooms.filter(({ room }) => room.kind === 'private')
  const links = (some: readonly ListedRoom[]) =>
    some.map((listed) => (
      <li key={listed.room.id}>
        <RoomLink listed={listed} isCurrent={listed.room.id === currentId} clock={clock} onOpen={onOpen} />
      </li>
    ))
  return (
    <>
      <h2 className="rail-heading">{t('rail.rooms')}</h2>
      <ul className="grid gap-0.5">{links(open)}</ul>
      {privates.length === 0 ? null : (
        <>
          <h2 className="rail-heading">{t('rail.privates')}</h2>
          <ul className="grid gap-0.5">{links(privates)}</ul>
        </>
      )}
      <AppLink href="/join" className="rail-more">
        {t('rail.another')}
      </AppLink>
    </>
  )
}
