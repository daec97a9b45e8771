import { useMemo } from 'react'
import type { OutgoingChange, RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import type { Silence } from '#lib/shared/model'
import type { FailedEdit, Surroundings } from './row-surroundings'

const NONE: readonly FailedEdit[] = []

/** The same empty list for every state without one, whatever else is on its way. */
function failedEditsOf(changes: readonly OutgoingChange[]): readonly FailedEdit[] {
  const failed = changes.flatMap((change) => (change.kind === 'edit' && change.failed !== undefined ? [change] : []))
  return failed.length === 0 ? NONE : failed
}

const selectChanges = (state: RoomState) => state.changes

/** What the rows of a room need to know of it, as the same object while nothing of it changes. */
export function useRowSurroundings(
  store: RoomStore,
  roster: RoomState['roster'],
  self: RoomState['self'],
  silences: readonly Silence[],
): Surroundings {
  const changes = useRoom(store, selectChanges)
  const failed = useMemo(() => failedEditsOf(changes), [changes])
  // Sorted, since coming and going changes the order; as one text, since the same names shall be the same list.
  const names = useMemo(() => [...new Set(roster.list.map(({ name }) => name))].sort().join('\n'), [roster.list])
  const mentions = useMemo(() => ({ names: names.split('\n'), self: self.name }), [names, self.name])
  const blocked = useMemo(
    () => new Set<string>(silences.filter(({ kind }) => kind === 'block').map(({ userId }) => userId)),
    [silences],
  )
  const failedEdits = useMemo(() => new Map(failed.map((edit) => [edit.messageId, edit])), [failed])
  return useMemo(() => ({ mentions, blocked, failedEdits }), [mentions, blocked, failedEdits])
}
