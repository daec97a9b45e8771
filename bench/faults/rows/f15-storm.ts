// F15: everybody is cut off at once, cannot come back for a while, and then comes back at once.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Row } from '../row'
import { eventually } from '../wait'

const CLIENTS = 300
const MANY_CLIENTS = 2_000
const MEMBERS = 20
const BACK_WITHIN_MS = 30_000

export const storm: Row = {
  id: 'F15',
  title: `reconnect storm of ${CLIENTS} whole clients, every twentieth seed ${MANY_CLIENTS}, after 2 s of refusal, messages posted meanwhile`,
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  async run(context) {
    const clients = context.seed % 20 === 0 ? MANY_CLIENTS : CLIENTS
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { rooms: clients / MEMBERS, members: MEMBERS })
    const talkers = await lab.edge()
    for (const person of crowd.people.slice(0, 5)) await crowd.open(person, { network: talkers })
    const own = crowd.tabs.slice(-5)
    lab.front.refuse()
    lab.front.reset()
    for (let at = 0; at < 50; at += 1) own[at % own.length]?.write(`while they were away ${at}`)
    await delay(2_000)
    lab.front.heal()
    const from = performance.now()
    crowd.online()
    await context.healed(lab, crowd)
    const isBack = await eventually(
      () => crowd.tabs.every(({ room }) => room.getState().connection.kind === 'connected'),
      BACK_WITHIN_MS,
    )
    context.measure('clients', clients)
    context.measure('all back after, ms', Math.round(performance.now() - from))
    context.expect(isBack, `not all were back within ${BACK_WITHIN_MS} ms`)
    await context.judge(lab, crowd)
  },
}
