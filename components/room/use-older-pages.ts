import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { plural } from '../plural'
import { announce } from '../ui/announce'

type Options = {
  store: RoomStore
  state: Pick<RoomState, 'timeline' | 'olderPages'>
  hasHiddenRows: boolean
  widen: () => void
}

/** Closer to the top than one viewport. `scrollTop` is 0 at the end and negative above it. */
function isNearTop(box: HTMLElement): boolean {
  return box.scrollHeight - box.clientHeight + box.scrollTop < box.clientHeight
}

/** Shows older messages when the reader comes near the top: first those held, then a page from the server. [E7] */
export function useOlderPages(scroller: RefObject<HTMLElement | null>, options: Options): void {
  const { state, hasHiddenRows } = options
  const { reachedStart, floorSeq, messages } = state.timeline
  const countBefore = useRef<number>(undefined)

  const look = useEffectEvent(() => {
    const box = scroller.current
    if (!box || !isNearTop(box)) return
    if (hasHiddenRows) return options.widen()
    if (reachedStart || state.olderPages !== 'idle') return
    countBefore.current = messages.length
    void options.store.loadOlder()
  })

  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const onScroll = () => look()
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => box.removeEventListener('scroll', onScroll)
  }, [scroller])

  // A page may be short, or all of it deleted: look again whenever the floor has moved.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is not read, it says that it is time to look.
  useEffect(() => {
    if (state.olderPages === 'idle') look()
  }, [floorSeq, reachedStart, state.olderPages])

  // biome-ignore lint/correctness/useExhaustiveDependencies: said once a page has come, not with every new message.
  useEffect(() => {
    if (countBefore.current === undefined || state.olderPages === 'loading') return
    const loaded = messages.length - countBefore.current
    countBefore.current = undefined
    if (loaded > 0) announce(plural(loaded, { one: '# older message loaded', other: '# older messages loaded' }))
  }, [state.olderPages])
}
