// What rows need to know of the room beside their own message: who can be named, who is blocked, which edits failed.
import { createContext } from 'react'
import type { WishedChange } from '#lib/client/outgoing'
import type { MessageId } from '#lib/shared/ids'

export type FailedEdit = Extract<WishedChange, { kind: 'edit' }>

export type Surroundings = {
  mentions: { names: readonly string[]; self: string }
  blocked: ReadonlySet<string>
  failedEdits: ReadonlyMap<MessageId, FailedEdit>
}

/** Every part keeps its object while it says the same, so that rows are drawn again only where it matters. */
export const RowSurroundings = createContext<Surroundings>({
  mentions: { names: [], self: '' },
  blocked: new Set(),
  failedEdits: new Map(),
})
