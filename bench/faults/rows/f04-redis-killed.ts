// F4: Redis is killed and comes back empty. Chat goes on, across nodes a little later.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import { expectDelivery } from '../expect-delivery'
import { removeMember } from '../removal'
import type { Row } from '../row'

/** Without Redis nodes must find out by themselves. */
const LEAK_AFTER_MS = 5_000

export const redisKilled: Row = {
  id: 'F4',
  title: 'kill -9 of Redis for 1, 5 or (every twentieth seed) 60 s, back empty; somebody is removed meanwhile',
  nodes: 2,
  stores: ['postgres'],
  bus: true,
  async run(context) {
    const { seed, random, recorder } = context
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { rooms: 2, members: 4, bound: true })
    const stop = crowd.chat(60)
    await delay(500)
    const from = recorder.now()
    await lab.bus?.redis.kill('SIGKILL')
    // Whoever is removed now, on a page of any node, hears nothing after five seconds.
    await removeMember(lab, recorder, random.pick(crowd.people), random.pick(lab.nodes))
    await delay(seed % 20 === 0 ? 60_000 : seed % 2 === 0 ? 5_000 : 1_000)
    await lab.bus?.redis.restart()
    const to = recorder.now()
    await context.healed(lab, crowd)
    await delay(500)
    stop()
    await context.judge(lab, crowd, LEAK_AFTER_MS)
    expectDelivery(context, { from, to })
  },
}
