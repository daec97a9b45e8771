// F11: somebody's network is away for a while, dead without a word, or flapping. The others hardly notice.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Row } from '../row'

const FLAPS = 15

export const gone: Row = {
  id: 'F11',
  title: 'by turns: away for 5 s (every twentieth seed 60 s), half-open, 15 resets; grace of 2 s',
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  async run(context) {
    const { seed, random } = context
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { members: 6, ownNetworks: true })
    const [watcher, victim] = crowd.tabs
    const network = victim && crowd.networks.get(victim)
    if (!watcher || !victim || !network) throw new Error('somebody is missing')
    const changes: string[] = []
    watcher.socket().on('presence:changed', ({ changes: told }: { changes: { userId: string; state: string }[] }) => {
      for (const { userId, state } of told) if (userId === victim.person.userId) changes.push(state)
    })
    // Enough for several pages of what was missed.
    const stop = crowd.chat(150)
    await delay(300)
    if (seed % 3 === 0) {
      network.stall()
      network.refuse()
      await delay(seed % 20 === 0 ? 60_000 : 5_000)
      // What was on its way is lost with the connection: pages must bring it.
      network.reset()
    } else if (seed % 3 === 1) {
      network.halfOpen()
      await delay(5_000)
    } else {
      for (let flap = 0; flap < FLAPS; flap += 1) {
        network.reset()
        await delay(100 + random.below(200))
        victim.online()
      }
    }
    network.heal()
    victim.online()
    await context.healed(lab, crowd)
    await delay(500)
    stop()
    await context.judge(lab, crowd)
    const left = changes.filter((state) => state === 'absent').length
    context.measure('presence changes seen', changes.length)
    // Gone and back is one absence.
    context.expect(left <= (seed % 3 === 2 ? 0 : 1), `${left} absences were announced: ${changes.join()}`)
  },
}
