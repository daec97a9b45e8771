// F23: a node stands still while people are removed elsewhere, and goes on. It must not tell them anything.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import { removeMember } from '../removal'
import type { Row } from '../row'
import { eventually } from '../wait'

const LEAVERS = 3

export const staleNode: Row = {
  id: 'F23',
  title: 'a node stopped (4 s; every twentieth seed 30 s) while people are removed; then continued',
  nodes: 2,
  stores: ['sqlite', 'postgres'],
  bus: true,
  async run(context) {
    const { seed, random, recorder } = context
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { members: 8, bound: true })
    const stop = crowd.chat(60)
    await delay(500)
    // A node that is alone removes people itself, so it cannot stand still meanwhile.
    const other = random.pick(lab.nodes)
    const stale = lab.nodes.find((node) => node !== other)
    stale?.pause()
    const leavers = random.shuffle(crowd.people).slice(0, LEAVERS)
    for (const person of leavers) await removeMember(lab, recorder, person, other)
    await delay(seed % 20 === 0 ? 30_000 : 4_000)
    stale?.resume()
    await context.healed(lab, crowd)
    const gone = crowd.tabs.filter(({ person }) => leavers.includes(person))
    const isTold = await eventually(() => gone.every(({ room }) => room.getState().ended !== undefined))
    context.expect(isTold, 'somebody was removed and never told')
    await delay(1_000)
    stop()
    await context.judge(lab, crowd)
  },
}
