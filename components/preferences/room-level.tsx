import { useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import type { RoomsStore } from '#lib/client/rooms-state'
import { useRoom } from '#lib/client/use-room'
import type { NoticeLevel } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { Refusal } from '../private/refusal'
import { retryAfterOf } from '../private/retry-after'
import { useAnswer } from '../private/use-answer'
import { localTitle } from '../rail/local-title'
import { refusalSentence } from '../sentences'
import { Choice } from './choice'

const selectLevel = (state: RoomState) => state.self.level
const selectRoom = (state: RoomState) => state.room

/** What of this room one wants to be told of. A private chat always tells; who is too much there can be muted. */
export function RoomLevel({ store, rooms }: { store: RoomStore; rooms: RoomsStore }) {
  const t = useT()
  const level = useRoom(store, selectLevel)
  const room = localTitle(t, useRoom(store, selectRoom))
  const answer = useAnswer((refused) => refusalSentence(t, refused.code, retryAfterOf(refused)))
  const [wanted, setWanted] = useState<NoticeLevel>()
  if (room.kind === 'private') return null

  /** Both the room and the list of rooms know the level. */
  async function choose(next: NoticeLevel) {
    setWanted(next)
    if (await answer.run(() => store.setLevel(next))) await rooms.setLevel(room.id, next)
    setWanted(undefined)
  }

  return (
    <Choice
      legend={t('preferences.thisRoom', { title: room.title })}
      options={[
        ['all', t('preferences.levelAll')],
        ['mentions', t('preferences.levelMentions')],
        ['nothing', t('preferences.levelNothing')],
      ]}
      value={wanted ?? level}
      onChoose={(next) => void choose(next)}
    >
      <Refusal sentence={answer.refusal} />
    </Choice>
  )
}
