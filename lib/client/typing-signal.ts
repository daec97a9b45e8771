// Tells the room that this person types: at first and then every few seconds, until they pause or stop.
import type { RoomId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import { Command } from '../shared/protocol'
import type { Line } from './line'

export type TypingSignal = { typing(): void; stop(): void }

export function createTypingSignal(roomId: RoomId, line: () => Line | undefined): TypingSignal {
  let lastSaid = Number.NEGATIVE_INFINITY
  let idle: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(idle)
    if (lastSaid === Number.NEGATIVE_INFINITY) return
    lastSaid = Number.NEGATIVE_INFINITY
    void line()?.ask(Command.typingStop, { roomId })
  }

  return {
    stop,
    typing() {
      clearTimeout(idle)
      idle = setTimeout(stop, TIMES.typingIdle)
      if (performance.now() - lastSaid < TIMES.typingEvery) return
      lastSaid = performance.now()
      void line()?.ask(Command.typingStart, { roomId })
    },
  }
}
