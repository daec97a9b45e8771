// F1: the node is killed at once, at random moments and at the three points where it hurts most.
import { setTimeout as delay } from 'node:timers/promises'
import { CRASH_POINTS } from '../crash-points'
import { openCrowd } from '../crowd'
import type { Row } from '../row'
import { eventually } from '../wait'

/** Twenty seeds of ten are two hundred. */
const ROUNDS = 10
const CRASHES_WITHIN_MS = 10_000

export const killed: Row = {
  id: 'F1',
  title: 'kill -9 of a node at crash points and at random times',
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  async run(context) {
    const { random } = context
    const lab = await context.lab({ fresh: true })
    const [node] = lab.nodes
    if (!node) throw new Error('there is no node')
    const crowd = await openCrowd(context, lab, { members: 4 })
    const stop = crowd.chat(200)
    let crashes = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      // The first three rounds meet each point once; after that chance decides.
      const point = round < CRASH_POINTS.length ? CRASH_POINTS[round] : random.pick([undefined, ...CRASH_POINTS])
      if (point === undefined) {
        // Not a wait for anything: the moment itself is what chance decides.
        await delay(50 + random.below(400))
        await node.kill('SIGKILL')
      } else {
        await node.kill('SIGKILL')
        await node.startDoomed({ build: point.build, env: { CRASH_AFTER: String(1 + random.below(10)) } })
        crowd.online()
        const hasCrashed = await Promise.race([node.process.ended.then(() => true), delay(CRASHES_WITHIN_MS, false)])
        if (hasCrashed) crashes += 1
        else await node.kill('SIGKILL')
      }
      await node.start()
      crowd.online()
      await eventually(() => crowd.tabs.some(({ room }) => room.getState().connection.kind === 'connected'))
    }
    context.expect(crashes >= CRASH_POINTS.length, `only ${crashes} crash points were met`)
    context.measure('kills', ROUNDS)
    context.measure('crash points met', crashes)
    stop()
    await context.judge(lab, crowd)
  },
}
