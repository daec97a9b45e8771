// F16: one person in two tabs and on a phone, offline and back, and one of the tabs is closed before its messages went out.
import { setTimeout as delay } from 'node:timers/promises'
import { createBrowser } from '../browser'
import { connected, openCrowd } from '../crowd'
import type { Row } from '../row'

const WRITTEN = 8

export const tabs: Row = {
  id: 'F16',
  title: 'two tabs and a phone of one person write offline; a tab is closed, the other sends for it',
  nodes: 2,
  stores: ['sqlite', 'postgres'],
  bus: true,
  async run(context) {
    const { random } = context
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { members: 2 })
    const [ada] = crowd.people
    if (!ada) throw new Error('there is nobody')
    const [browser, phone] = [createBrowser(), createBrowser()]
    const network = await lab.edge()
    const first = await crowd.open(ada, { browser, network })
    const second = await crowd.open(ada, { browser, network })
    const third = await crowd.open(ada, { browser: phone, network: await lab.edge() })
    await Promise.all([first, second, third].map(connected))
    const { count } = third.room.getState().roster
    context.expect(count === 2, `${count} people seem to be here, and there are two`)
    network.refuse()
    network.reset()
    for (let at = 0; at < WRITTEN; at += 1) random.pick([first, second, third]).write(`written ${at}`)
    await delay(random.below(500))
    first.close()
    network.heal()
    second.online()
    await context.judge(lab, crowd)
    const { read } = lab.host.services.database
    const stored = await read.selectFrom('messages').select('id').where('room_id', '=', ada.roomId).execute()
    context.expect(stored.length === WRITTEN, `${stored.length} of ${WRITTEN} messages are stored`)
  },
}
