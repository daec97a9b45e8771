// F12: the network of a train: slow, thin, in pieces, and cut every few seconds.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Row } from '../row'

const FOR_MS = 6_000
const MODEM_BYTES_PER_SECOND = 7_000

export const badWire: Row = {
  id: 'F12',
  title: 'by tab: 300 ± 200 ms, 56 kbit/s, slices of 1 to 20 bytes, resets every 3 to 10 s',
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  async run(context) {
    const { random } = context
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { members: 5, ownNetworks: true })
    const timers = [...crowd.networks.values()].map((network, at) => {
      if (at % 4 !== 1) network.delay(100, 400)
      if (at % 4 === 1 || random.chance(30)) network.throttle(MODEM_BYTES_PER_SECOND)
      if (at % 4 === 2 || random.chance(30)) network.slice(1 + random.below(20))
      return setInterval(network.reset, 3_000 + random.below(7_000))
    })
    const stop = crowd.chat(15)
    await delay(FOR_MS)
    stop()
    for (const timer of timers) clearInterval(timer)
    for (const network of crowd.networks.values()) network.heal()
    crowd.online()
    await context.healed(lab, crowd)
    await context.judge(lab, crowd)
  },
}
