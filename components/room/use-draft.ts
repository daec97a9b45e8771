import { useEffect, useRef, useState } from 'react'
import { type Draft, forgetDraftsOfOthers, keepDraft, readDraft } from '#lib/client/drafts'
import type { RoomId, UserId } from '#lib/shared/ids'

/** A pause in typing after which the draft is kept. Milliseconds. [E19] */
const KEPT_AFTER = 400

const EMPTY: Draft = { kind: 'message', text: '' }

/**
 * What stands in the message box of a room, kept in this browser until it is sent. The server's page knows no drafts,
 * so it comes in once the page is alive; `onRestored` is told of it.
 */
export function useDraft(userId: UserId, roomId: RoomId, onRestored: (draft: Draft) => void) {
  const [draft, setDraft] = useState<Draft>(EMPTY)
  const latest = useRef(draft)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const restored = useRef(onRestored)

  function change(next: Draft) {
    latest.current = next
    setDraft(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => keepDraft(userId, roomId, next), KEPT_AFTER)
  }

  /** Kept at once: what was sent must not come back. */
  function clear() {
    clearTimeout(timer.current)
    latest.current = EMPTY
    setDraft(EMPTY)
    keepDraft(userId, roomId, EMPTY)
  }

  useEffect(() => {
    forgetDraftsOfOthers(userId)
    const kept = readDraft(userId, roomId)
    if (kept) {
      latest.current = kept
      setDraft(kept)
      restored.current(kept)
    }
    const keepNow = () => {
      clearTimeout(timer.current)
      keepDraft(userId, roomId, latest.current)
    }
    window.addEventListener('pagehide', keepNow)
    return () => {
      window.removeEventListener('pagehide', keepNow)
      keepNow()
    }
  }, [userId, roomId])

  return { draft, change, clear }
}
