// Nothing is wrong: what the checker is falsified on, and what every other row is compared with.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Row } from '../row'

export const calm: Row = {
  id: 'F0',
  title: 'no fault, for comparison and for falsifying the checker',
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  async run(context) {
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { rooms: 2, members: 4 })
    const stop = crowd.chat(150)
    await delay(2_000)
    stop()
    await context.judge(lab, crowd)
  },
}
