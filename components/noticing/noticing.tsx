import { useIsLookedAt } from '#lib/client/looking'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import type { Rooms } from '#lib/client/use-rooms'
import { SIZES } from '#lib/shared/limits'
import type { Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { localTitle } from '../rail/local-title'
import { countLit } from './count-lit'
import { useSentSaid } from './use-sent-said'
import { useAppBadge, useFavicon, useTitle } from './use-signs'
import { useSpokenMessages } from './use-spoken-messages'
import { useStirs } from './use-stirs'

const selectRoom = (state: RoomState) => state.room

export type NoticingProps = { store: RoomStore; rooms: Rooms; onOpenRoom: (room: Room) => void }

/** Whatever tells of news outside the list itself: title, icon, badge, notification, sound, and words. Shows nothing. */
export function Noticing({ store, rooms, onOpenRoom }: NoticingProps) {
  const t = useT()
  const room = localTitle(t, useRoom(store, selectRoom))
  const isLookedAt = useIsLookedAt()
  const { count, isMentioned } = countLit(rooms.state.rooms, isLookedAt ? room.id : undefined)
  // A tab is seen by whoever stands behind: of a private chat it names nobody, as the page's own title.
  const title = `${room.kind === 'private' ? t('page.privateChat') : room.title} · Parley`
  const shownCount = count >= SIZES.unreadCounted ? t('rail.many', { count: SIZES.unreadCounted - 1 }) : String(count)
  useTitle(
    count === 0 ? title : t(isMentioned ? 'noticing.unreadMentioned' : 'noticing.unread', { count: shownCount, title }),
  )
  useFavicon(count > 0)
  useAppBadge(count)
  useStirs({ store, rooms, onOpenRoom })
  useSpokenMessages(store, rooms.state.silences)
  useSentSaid(store)
  return null
}
