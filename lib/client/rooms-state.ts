// What screens read of all the rooms of a person: the rail, the switcher, the badges.
import type { RoomId, UserId } from '../shared/ids'
import type { ListedRoom, NoticeLevel, Silence, SilenceKind, Stirred } from '../shared/model'
import type { Answer } from './line'

export type RoomsState = {
  /** Newest activity first. */
  rooms: readonly ListedRoom[]
  silences: readonly Silence[]
}

export type RoomsStore = {
  getState(): RoomsState
  subscribe(listener: () => void): () => void
  start(selfId: UserId): () => void
  /** The room is read up to a seq in this tab: its badge goes out at once. */
  noteRead(roomId: RoomId, seq: number): void
  setLevel(roomId: RoomId, level: NoticeLevel): Promise<Answer<unknown>>
  silence(userId: UserId, kind: SilenceKind, on: boolean): Promise<Answer<unknown>>
  /** Hears of each stir in any of the rooms, after the list has changed. @returns unsubscribe */
  onStirred(listener: (stirred: Stirred, room: ListedRoom) => void): () => void
  reload(): void
}
