// Tells the room that this person types: at first and then every few seconds, until they pause or stop.
import type { RoomId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import { Command } from '../shared/protocol'
import type { Line } from './line'

export type TypingSignal = { typing(): void; stop(): void }

/** A start that was not heard, as before the room is entered, is said again after this long. Milliseconds. */
const AGAIN_AFTER = 500

export function createTypingSignal(roomId: RoomId, line: () => Line | undefined): TypingSignal {
  let lastSaid = Number.NEGATIVE_INFINITY
  let idle: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  /** Counts the times of typing, so that a late answer to an earlier one changes nothing. */
  let turn = 0

  function stop(): void {
    turn += 1
    clearTimeout(idle)
    clearTimeout(again)
    if (lastSaid === Number.NEGATIVE_INFINITY) return
    lastSaid = Number.NEGATIVE_INFINITY
    void line()?.ask(Command.typingStop, { roomId })
  }

  async function say(): Promise<void> {
    const during = turn
    lastSaid = performance.now()
    const answer = await line()?.ask(Command.typingStart, { roomId })
    if (answer?.ok || during !== turn) return
    lastSaid = Number.NEGATIVE_INFINITY
    const wait = answer && 'retryAfterMs' in answer ? (answer.retryAfterMs ?? AGAIN_AFTER) : AGAIN_AFTER
    clearTimeout(again)
    again = setTimeout(() => void say(), wait)
  }

  return {
    stop,
    typing() {
      clearTimeout(idle)
      idle = setTimeout(stop, TIMES.typingIdle)
      if (performance.now() - lastSaid < TIMES.typingEvery) return
      clearTimeout(again)
      void say()
    },
  }
}
