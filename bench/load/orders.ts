// What the conductor of a benchmark asks of its generator processes, and what they tell it.
import type { Histogram } from './histogram'

/** Which server is loaded: ours, or the bare relay beside it. */
export type SubjectKind = 'parley' | 'relay'

/** One connection to come: who, and the room it watches. The relay knows no cookies. */
export type Seat = { origin: string; cookie: string; roomId: string }

export type Load = {
  /** When it began for all processes, microseconds of `nowMicros`: what was sent before is not counted. */
  beganAt: number
  /** Messages a second, spread evenly over the seats of this process. */
  perSecond: number
  seconds: number
  /** One message at a time, the next after it is on every screen: a quiet room. `perSecond` is then not used. */
  isQuiet: boolean
}

export type Order =
  | { kind: 'open'; subject: SubjectKind; seats: Seat[]; atOnce: number; enters: boolean }
  | { kind: 'load'; load: Load }
  /** Closes every connection at once, as a network that goes away does. */
  | { kind: 'drop' }
  /** Opens them again, each from where it was, all at once. */
  | { kind: 'return' }
  | { kind: 'close' }

export type Loaded = {
  sent: number
  acked: number
  refused: number
  /** Deliveries counted by sockets, of messages sent by this load. */
  delivered: number
  /** Deliveries by when they could have been: from sending to being read. */
  delivery: Histogram
  ack: Histogram
  /** From sending to being read by the last member of the room; quiet rooms only. */
  everyScreen: Histogram
  /** Advances that did not continue where the one before ended, or came from before it. */
  gaps: number
  seconds: number
  /** Of one processor, while the load ran. */
  cpuShare: number
}

export type Opened = { seconds: number; failed: number; cpuShare: number }
export type Returned = { seconds: number; recovered: number; failed: number }

export type Answer =
  | { kind: 'opened'; opened: Opened }
  | { kind: 'loaded'; loaded: Loaded }
  | { kind: 'returned'; returned: Returned }
  | { kind: 'done' }
  | { kind: 'failed'; why: string }

/** Microseconds of the machine's monotonic clock: the same in every process. */
export function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1000n)
}
