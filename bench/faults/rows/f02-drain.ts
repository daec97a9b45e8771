// F2: a node is told to end while many are connected and talk. It goes politely.
import { setTimeout as delay } from 'node:timers/promises'
import { SERVER_TIMES } from '#lib/shared/server-times'
import { openCrowd } from '../crowd'
import type { Row } from '../row'
import { eventually } from '../wait'

const MEMBERS = 20

export const drained: Row = {
  id: 'F2',
  title: 'SIGTERM with 100 clients, every tenth seed 500, and 100 messages/s',
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  async run(context) {
    const lab = await context.lab()
    const [node] = lab.nodes
    if (!node) throw new Error('there is no node')
    const clients = context.seed % 10 === 0 ? 500 : 100
    const crowd = await openCrowd(context, lab, { rooms: clients / MEMBERS, members: MEMBERS })
    const stop = crowd.chat(100)
    await delay(1_000)
    const from = performance.now()
    const { code } = await node.kill('SIGTERM')
    const took = performance.now() - from
    await node.start()
    await context.healed(lab, crowd)
    const isBack = await eventually(
      () => crowd.tabs.every(({ room }) => room.getState().connection.kind === 'connected'),
      30_000,
    )
    const backAfter = performance.now() - from - took
    stop()
    context.measure('clients', crowd.tabs.length)
    context.measure('drain, ms', Math.round(took))
    context.measure('all back after the start, ms', Math.round(backAfter))
    context.expect(code === 0, `the node ended with ${code}`)
    context.expect(took < SERVER_TIMES.drainWithin, `the drain took ${Math.round(took)} ms`)
    context.expect(isBack, 'somebody did not come back within 30 s')
    await context.judge(lab, crowd)
  },
}
