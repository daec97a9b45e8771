// A fan-out under a clock that a test moves, with everything it tells written down.
import { afterEach, beforeEach, vi } from 'vitest'
import { createFanOut, type FanOut } from '../realtime/fan-out'
import type { Advance } from '../shared/model'

export type WatchedFanOut = {
  fanOut: FanOut
  told: Advance[]
  /** How busy the process is, 0 to 1. */
  share: number
  /** Another one in its place, with another way of telling. */
  replace(emit: (advance: Advance) => void): void
}

/** A new one for each test of the file. */
export function watchFanOut(): WatchedFanOut {
  const open = (emit: (advance: Advance) => void): FanOut => createFanOut(emit, () => watched.share)
  const watched: WatchedFanOut = {
    fanOut: open(() => {}),
    told: [],
    share: 0,
    replace(emit) {
      watched.fanOut.close()
      watched.fanOut = open(emit)
    },
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] })
    watched.told = []
    watched.share = 0
    watched.replace((advance) => watched.told.push(advance))
  })
  afterEach(() => {
    watched.fanOut.close()
    vi.useRealTimers()
  })
  return watched
}
