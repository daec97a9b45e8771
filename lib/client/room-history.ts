// Moving through a room's log: older pages, newer ones after a jump, and the jump itself.
import type { MessageId, RoomId } from '../shared/ids'
import { SIZES, TIMES } from '../shared/limits'
import type { Page } from '../shared/model'
import { Command, type PageAnchor } from '../shared/protocol'
import { applyOlderPage, type Timeline } from '../shared/timeline'
import { growWindow, joinLive, meetsLive, openWindow, type Window } from '../shared/timeline-window'
import type { Answer, Line } from './line'
import type { Jump, RoomState } from './room-state'

type Parts = {
  roomId: RoomId
  line: () => Line | undefined
  read(): RoomState
  set(change: Partial<RoomState>): void
}

export type RoomHistory = {
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  jumpTo(messageId: MessageId): Promise<Jump>
}

export function createRoomHistory({ roomId, line, read, set }: Parts): RoomHistory {
  async function ask(anchor: PageAnchor): Promise<Answer<Page>> {
    const open = line()
    if (!open) return { ok: false, code: 'offline' }
    return open.ask(Command.messagePage, { roomId, limit: SIZES.snapshotMessages, ...anchor })
  }

  /** Shows a window, or the live end where the window has met it. */
  function show(window: Window, timeline: Timeline, reachedEnd: boolean): void {
    if (meetsLive(window, timeline, reachedEnd)) set({ timeline: joinLive(window, timeline), history: undefined })
    else set({ history: window })
  }

  async function loadOlderLive(timeline: Timeline): Promise<boolean> {
    const answer = await onceConnected(() => ask({ beforeSeq: timeline.floorSeq }))
    if (answer.ok) set({ timeline: applyOlderPage(read().timeline, answer.value, timeline) })
    return answer.ok
  }

  async function grow(window: Window, side: 'older' | 'newer'): Promise<boolean> {
    const answer = await ask(side === 'older' ? { beforeSeq: window.floorSeq } : { afterSeq: window.ceilSeq })
    const { history, timeline } = read()
    // The reader went elsewhere meanwhile.
    if (!answer.ok || history?.floorSeq !== window.floorSeq || history.ceilSeq !== window.ceilSeq) return answer.ok
    show(growWindow(history, answer.value, side, timeline), timeline, side === 'newer' && answer.value.reachedEnd)
    return true
  }

  return {
    async loadOlder() {
      const { timeline, history, olderPages } = read()
      if (olderPages === 'loading' || (history ?? timeline).reachedStart) return
      set({ olderPages: 'loading' })
      const isLoaded = await (history ? grow(history, 'older') : loadOlderLive(timeline))
      set({ olderPages: isLoaded ? 'idle' : 'failed' })
    },

    async loadNewer() {
      const { history, newerPages } = read()
      if (newerPages === 'loading' || !history) return
      set({ newerPages: 'loading' })
      const isLoaded = await grow(history, 'newer')
      set({ newerPages: isLoaded ? 'idle' : 'failed' })
    },

    async jumpTo(messageId) {
      const isIn = (messages: readonly { id: MessageId }[]): boolean => messages.some(({ id }) => id === messageId)
      if (isIn((read().history ?? read().timeline).messages)) return 'shown'
      if (isIn(read().timeline.messages)) {
        set({ history: undefined })
        return 'shown'
      }
      const answer = await onceConnected(() => ask({ aroundId: messageId }))
      if (!answer.ok) return answer.code === 'not_found' ? 'gone' : 'failed'
      const { timeline } = read()
      const window = openWindow(answer.value, timeline)
      if (!window || !isIn(window.messages)) return 'gone'
      show(window, timeline, answer.value.reachedEnd)
      return 'shown'
    },
  }
}

/**
 * One may scroll, or a link lead somewhere, before the page has its connection: asks again, for as long as an answer may
 * take.
 */
async function onceConnected<V>(run: () => Promise<Answer<V>>): Promise<Answer<V>> {
  const until = Date.now() + TIMES.ackTimeout
  let answer = await run()
  while (!answer.ok && answer.code === 'offline' && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    answer = await run()
  }
  return answer
}
