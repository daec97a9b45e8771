// F3: three nodes are restarted one after the other, as a deployment does it.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Row } from '../row'
import { eventually } from '../wait'

/** Restarts of the whole cluster in a seed; twenty seeds are far more than ten. */
const ROUNDS = 1
const SPREAD_S = 5
/**
 * Connects of the busiest second by those of the mean one. Twice as many are promised and reported; a machine that stands still
 * for a moment bunches what was spread, so only twice that fails. All at once would be five times.
 */
const MOST_AT_ONCE = 4

export const rollingRestart: Row = {
  id: 'F3',
  title: 'rolling restart of 3 nodes under 60 clients, every tenth seed 300, and 40 messages/s',
  nodes: 3,
  stores: ['postgres'],
  bus: true,
  async run(context) {
    const { recorder, seed } = context
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { rooms: seed % 10 === 0 ? 30 : 6, members: 10 })
    const stop = crowd.chat(40)
    const isConnected = () => crowd.tabs.every(({ room }) => room.getState().connection.kind === 'connected')
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const node of lab.nodes) {
        await delay(300)
        const from = recorder.now()
        const { code } = await node.kill('SIGTERM')
        context.measure('drain, ms', Math.round(recorder.now() - from))
        context.expect(code === 0, `${node.name} ended with ${code}`)
        await node.start()
        context.expect(await eventually(isConnected, 30_000), 'somebody did not come back within 30 s')
        const times = recorder.records.flatMap(({ op, t }) => (op === 'connect' && t > from ? [t] : []))
        const mean = times.length / SPREAD_S
        const peak = Math.max(...times.map((t) => times.filter((other) => other >= t && other < t + 1_000).length))
        context.measure('connects in the busiest second / mean over 5 s', Math.round((10 * peak) / mean) / 10)
        context.expect(peak <= MOST_AT_ONCE * mean, `${peak} connects in one second, ${mean} on average`)
      }
    }
    stop()
    await context.judge(lab, crowd)
  },
}
