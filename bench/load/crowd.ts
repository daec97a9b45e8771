// The generator's side of a stage: its processes with everybody connected, and loads put on the server through them.

import { setTimeout as delay } from 'node:timers/promises'
import { addTo, createHistogram, type Histogram } from './histogram'
import { type Load, type Loaded, nowMicros, type Opened, type Order, type Returned } from './orders'
import { GENERATORS, type Generator, type Served, startGenerator } from './processes'
import type { Probe } from './server-probe'
import type { Stage } from './stage'

export type Measured = {
  /** Offered messages a second. */
  offered: number
  /** Deliveries a second that were offered: messages times those who watch their room. */
  offeredDeliveries: number
  delivered: number
  lost: number
  refused: number
  gaps: number
  delivery: Histogram
  ack: Histogram
  everyScreen: Histogram
  /** Of the server, from the first message to the last delivery. */
  cpuSeconds: number
  /** Of the busiest generator process. */
  generatorShare: number
}

/** What is put on the server. */
export type Offer = Omit<Load, 'beganAt'>

export type Crowd = {
  opened: Opened
  load(load: Offer): Promise<Measured>
  drop(): Promise<void>
  comeBack(): Promise<Returned>
  close(): Promise<void>
}

type Options = { atOnce?: number; enters?: boolean; generators?: number; origins?: string[] }

/** Connects everybody on the stage, spread over the generator processes and over the `origins`. */
export async function openCrowd(stage: Stage, options: Options = {}): Promise<Crowd> {
  const { atOnce = 20, enters = true, generators = GENERATORS, origins = [stage.served.origin] } = options
  const workers: Generator[] = []
  for (let at = 0; at < generators; at++) workers.push(await startGenerator())
  const all = <T>(orderOf: (at: number) => Order, pick: (answer: Awaited<ReturnType<Generator['obey']>>) => T) =>
    Promise.all(workers.map(async (worker, at) => pick(await worker.obey(orderOf(at)))))
  const rooms = new Set(stage.guests.map(({ roomId }) => roomId)).size
  // The members of one room follow each other at this distance, and are spread over the origins.
  const seats = stage.guests.map(({ cookie, roomId }, at) => ({
    ...{ cookie, roomId, origin: origins[at % origins.length] ?? stage.served.origin },
  }))
  const parts = await all(
    (at) => ({
      ...{ kind: 'open', subject: stage.subject, atOnce, enters },
      seats: seats.filter((_, index) => index % generators === at),
    }),
    (answer) => (answer.kind === 'opened' ? answer.opened : { seconds: 0, failed: 1, cpuShare: 0 }),
  )
  const perRoom = stage.guests.length / rooms
  return {
    opened: {
      seconds: Math.max(...parts.map(({ seconds }) => seconds)),
      failed: parts.reduce((sum, { failed }) => sum + failed, 0),
      cpuShare: Math.max(...parts.map(({ cpuShare }) => cpuShare)),
    },
    async load(load) {
      const before = await stage.served.probe()
      const shares = workers.length
      const beganAt = nowMicros()
      const loads = await all(
        () => ({ kind: 'load', load: { ...load, beganAt, perSecond: load.perSecond / shares } }),
        (answer) => (answer.kind === 'loaded' ? [answer.loaded] : []),
      )
      const after = await atRest(stage.served)
      return { ...sum(loads.flat(), load, perRoom), cpuSeconds: after.cpuSeconds - before.cpuSeconds }
    },
    async drop() {
      await all(
        () => ({ kind: 'drop' }),
        () => {},
      )
    },
    async comeBack() {
      const backs = await all(
        () => ({ kind: 'return' }),
        (answer) => (answer.kind === 'returned' ? [answer.returned] : []),
      )
      const returned = backs.flat()
      return {
        seconds: Math.max(...returned.map(({ seconds }) => seconds)),
        recovered: returned.reduce((total, { recovered }) => total + recovered, 0),
        failed: returned.reduce((total, { failed }) => total + failed, 0),
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}

/** Milliseconds: longer than a server puts off what can wait. */
const AT_REST_AFTER = 1_300
const ASKED_EVERY = 100
const AT_REST_WITHIN = 30_000
/** Less processor time than this, seconds between two questions, is what a server takes that has nothing to do. */
const IDLE = 0.005

/**
 * What a load leaves to be done, such as words for whoever will search, is part of its cost, and would be in the way of
 * the next one.
 * @returns what the server told when it had done the last of it
 */
async function atRest(served: Served): Promise<Probe> {
  const until = performance.now() + AT_REST_WITHIN
  let last = await served.probe()
  let busy = { until: performance.now(), probe: last }
  while (performance.now() - busy.until < AT_REST_AFTER && performance.now() < until) {
    await delay(ASKED_EVERY)
    const next = await served.probe()
    if (next.cpuSeconds - last.cpuSeconds > IDLE) busy = { until: performance.now(), probe: next }
    last = next
  }
  return busy.probe
}

function sum(loads: Loaded[], load: Offer, perRoom: number): Omit<Measured, 'cpuSeconds'> {
  const histograms = { delivery: createHistogram(), ack: createHistogram(), everyScreen: createHistogram() }
  const numbers = { sent: 0, delivered: 0, refused: 0, gaps: 0 }
  for (const loaded of loads) {
    addTo(histograms.delivery, loaded.delivery)
    addTo(histograms.ack, loaded.ack)
    addTo(histograms.everyScreen, loaded.everyScreen)
    numbers.sent += loaded.sent
    numbers.delivered += loaded.delivered
    numbers.refused += loaded.refused
    numbers.gaps += loaded.gaps
  }
  const { delivered, refused, gaps } = numbers
  const lost = Math.round((numbers.sent - refused) * perRoom) - delivered
  return {
    ...{ offered: load.perSecond, offeredDeliveries: load.perSecond * perRoom, delivered, lost, refused, gaps },
    ...histograms,
    generatorShare: Math.max(...loads.map(({ cpuShare }) => cpuShare)),
  }
}
