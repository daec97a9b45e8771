import { useEffect, useState } from 'react'
import type { OutgoingChange, RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import { unsentReason } from '../sentences'
import { announce } from '../ui/announce'
import { useUndoable } from './use-undoable'

const FAILURE_SHOWN_MS = 8_000

const selectChanges = (state: RoomState) => state.changes

/** Below the list for a moment: a deletion with its way back, or why something was refused for good. [E28] */
export function RowToasts({ store }: { store: RoomStore }) {
  const t = useT()
  const changes = useRoom(store, selectChanges)
  const undoable = useUndoable(changes)
  const [failure, setFailure] = useState<{ id: string; words: string }>()

  useEffect(() => {
    for (const change of changes) {
      const words = failureWords(t, change)
      if (words === undefined) continue
      // The row shows it as it was already: nothing there is left to be decided.
      store.drop(change.id)
      setFailure({ id: change.id, words })
    }
  }, [changes, store, t])

  useEffect(() => {
    if (!failure) return
    const timer = setTimeout(() => setFailure(undefined), FAILURE_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [failure])

  function undo() {
    const [first] = undoable
    for (const { id } of undoable) store.drop(id)
    announce(t('row.restored', { count: undoable.length }))
    // Once the row is there again.
    requestAnimationFrame(() => {
      const row = first ? document.getElementById(`m-${first.messageId}`) : null
      const target = row ?? document.getElementById('composer')
      target?.focus()
    })
  }

  return (
    <div className="toasts">
      <div role="status">
        {undoable.length > 0 ? (
          <div key={undoable[0]?.id} className="toast">
            <span>{t('row.undoable', { count: undoable.length })}</span>
            <button type="button" className="toast-button" onClick={undo}>
              {t('row.undo')}
            </button>
          </div>
        ) : null}
      </div>
      <div role="alert">
        {failure ? (
          <p key={failure.id} className="toast">
            {failure.words}
          </p>
        ) : null}
      </div>
    </div>
  )
}

/** A failed edit stands under its row, as long as there is one; the others have no place of their own. */
function failureWords(t: Translate, change: OutgoingChange): string | undefined {
  const { failed } = change
  if (failed === undefined) return undefined
  const why = failed === 'not_found' ? t('room.gone') : unsentReason(t, failed)
  switch (change.kind) {
    case 'edit':
      return failed === 'not_found' ? t('row.notSaved', { why }) : undefined
    case 'delete':
      return t('row.notDeleted', { why })
    case 'react':
      return t('row.notReacted', { emoji: change.emoji, why })
  }
}
