// F25: hours of ordinary use: people come and go, write and leave. Nothing grows.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { connected, openCrowd } from '../crowd'
import type { Row } from '../row'

const SAMPLE_EVERY_MS = 5_000
const MEBIBYTE = 2 ** 20
/** After the first hour; a shorter soak has no such hour and is told, not judged. */
const WARM_MS = 3_600_000
const MOST_MB_AN_HOUR = 1

type Sample = { t: number; memory: number; descriptors: number }

export const soak: Row = {
  id: 'F25',
  title: 'soak (--minutes): 60 clients, one comes and one goes every second, 20 messages/s',
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  seeds: 1,
  isByHand: true,
  async run(context) {
    const { random, soakMs } = context
    const lab = await context.lab({ fresh: true })
    const [node] = lab.nodes
    const crowd = await openCrowd(context, lab, { rooms: 6, members: 10 })
    let opened = crowd.tabs.length
    const stop = crowd.chat(20)
    const samples: Sample[] = []
    const started = performance.now()
    while (performance.now() - started < soakMs) {
      const [leaving] = crowd.tabs.splice(random.below(crowd.tabs.length), 1)
      leaving?.close()
      const coming = await crowd.open(random.pick(crowd.people))
      await connected(coming)
      opened += 1
      const last = samples.at(-1)?.t ?? Number.NEGATIVE_INFINITY
      if (performance.now() - last > SAMPLE_EVERY_MS) samples.push(sampleOf(node?.process.pid))
      await delay(1_000)
    }
    stop()
    const judged = samples.filter(({ t }) => t - started > Math.min(WARM_MS, soakMs / 2))
    const slope = slopeOf(judged) / MEBIBYTE
    const [first, last] = [judged[0], judged.at(-1)]
    context.measure('minutes', Math.round(soakMs / 60_000))
    context.measure('tabs', opened)
    context.measure('memory at the end, MB', Math.round((last?.memory ?? 0) / MEBIBYTE))
    context.measure('memory slope of the second half, MB/h', Math.round(slope * 10) / 10)
    context.measure('descriptors on top', (last?.descriptors ?? 0) - (first?.descriptors ?? 0))
    if (soakMs > 2 * WARM_MS) context.expect(slope <= MOST_MB_AN_HOUR, `memory grows by ${slope.toFixed(1)} MB an hour`)
    await context.judge(lab, crowd)
  },
}

function sampleOf(pid: number | undefined): Sample {
  return {
    t: performance.now(),
    memory: Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4_096,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  }
}

/** Bytes an hour, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (numbers: number[]): number => numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length)
  const [t, memory] = [mean(samples.map((each) => each.t)), mean(samples.map((each) => each.memory))]
  const above = samples.reduce((sum, each) => sum + (each.t - t) * (each.memory - memory), 0)
  const below = samples.reduce((sum, each) => sum + (each.t - t) ** 2, 0)
  return below === 0 ? 0 : (above / below) * 3_600_000
}
