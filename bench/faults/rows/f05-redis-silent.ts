// F5: Redis is there and says nothing: a blackhole, connections that are dead on one side, a stopped process.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import { expectDelivery } from '../expect-delivery'
import type { Row } from '../row'

export const redisSilent: Row = {
  id: 'F5',
  title: 'Redis silent by turns: blackhole, half-open, SIGSTOP; 7 s, every twentieth seed 20 s',
  nodes: 2,
  stores: ['postgres'],
  bus: true,
  async run(context) {
    const { seed, recorder } = context
    const lab = await context.lab()
    const { bus } = lab
    if (!bus) throw new Error('there is no Redis')
    const crowd = await openCrowd(context, lab, { rooms: 2, members: 4, bound: true })
    const stop = crowd.chat(60)
    await delay(500)
    const kind = seed % 3
    if (kind === 0) bus.network.stall()
    else if (kind === 1) bus.network.halfOpen()
    else bus.redis.pause()
    // It may take five seconds to be noticed.
    await delay(5_000)
    const from = recorder.now()
    await delay(seed % 20 === 0 ? 15_000 : 2_000)
    const to = recorder.now()
    bus.network.heal()
    bus.redis.resume()
    await context.healed(lab, crowd)
    await delay(500)
    stop()
    await context.judge(lab, crowd)
    expectDelivery(context, { from, to })
  },
}
