// F13: nobody's clock is right, and one jumps back. Order uses none of them.
import { setTimeout as delay } from 'node:timers/promises'
import { openCrowd } from '../crowd'
import type { Row } from '../row'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const clocks: Row = {
  id: 'F13',
  title: 'nodes off by up to an hour, browsers by up to a day, and a step back of 10 minutes',
  nodes: 2,
  stores: ['sqlite', 'postgres'],
  bus: true,
  async run(context) {
    const { random } = context
    const each = (place: number) => ({
      imports: ['./bench/faults/skewed-clock.mjs'],
      env: {
        CLOCK_OFF_MS: String((place % 2 === 0 ? 1 : -1) * random.below(HOUR)),
        CLOCK_STEP_MS: String(-HOUR / 6),
        CLOCK_STEP_AFTER_MS: String(2_000 + random.below(2_000)),
      },
    })
    const lab = await context.lab({ fresh: true, each })
    const crowd = await openCrowd(context, lab, { members: 3, bound: true })
    for (const person of [...crowd.people]) {
      await crowd.open(person, { clockOffMs: (random.chance(50) ? 1 : -1) * random.below(DAY) })
    }
    const stop = crowd.chat(60)
    await delay(4_000)
    stop()
    await context.judge(lab, crowd)
    const { read } = lab.host.services.database
    const rows = await read
      .selectFrom('messages')
      .select(['seq', 'posted_at'])
      .where('room_id', 'in', crowd.rooms)
      .orderBy('seq')
      .execute()
    const back = rows.filter(({ posted_at }, at) => posted_at < (rows[at - 1]?.posted_at ?? 0)).length
    context.expect(back === 0, `${back} message(s) seem older than the one before`)
  },
}
