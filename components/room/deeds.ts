// What can be done from anywhere within a room: from a row, a card, a search result. The same object for the life of the
// room, so that rows need not be drawn again.
import { createContext, use } from 'react'
import type { MessageId, UserId } from '#lib/shared/ids'
import type { Message, Room } from '#lib/shared/model'
import type { OpenDialog } from './open-dialog'

export type Deeds = {
  /** Answers a message: the message box shows what is replied to. */
  reply(message: Message): void
  /** Changes an own message in the message box. */
  edit(message: Message): void
  /** Deletes an own message; it can be taken back for a moment. */
  remove(message: Message): void
  react(message: Message, emoji: string): void
  /** Shows a message with what stands around it, wherever in the log it is. */
  jumpTo(id: MessageId): void
  /** Writes somebody's name into the message box. */
  mention(name: string): void
  /** Writes something where the caret of the message box stands. */
  insert(words: string): void
  openPerson(userId: UserId): void
  open(dialog: OpenDialog): void
  openRoom(room: Room): void
  /** The address of a message. */
  linkOf(message: Message): string
}

export const DeedsContext = createContext<Deeds | undefined>(undefined)

export function useDeeds(): Deeds {
  const deeds = use(DeedsContext)
  if (!deeds) throw new Error('Stands outside a room.')
  return deeds
}
