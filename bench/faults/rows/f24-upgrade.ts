// F24: the server is upgraded and rolled back under open tabs. An old tab is told so, keeps what it has not sent, and sends
// it once it is reloaded.
import { setTimeout as delay } from 'node:timers/promises'
import { PROTOCOL_VERSION } from '#lib/shared/protocol'
import { createBrowser } from '../browser'
import { bundleClient } from '../client-parts'
import { connected, openCrowd } from '../crowd'
import { type Build, type Patch, patching } from '../node-bundle'
import type { Row } from '../row'
import { eventually } from '../wait'

const NEXT_VERSION: Patch = {
  file: 'lib/shared/protocol.ts',
  find: `export const PROTOCOL_VERSION = ${PROTOCOL_VERSION}`,
  replace: `export const PROTOCOL_VERSION = ${PROTOCOL_VERSION + 1}`,
}
const UPGRADED: Build = { name: 'next-version', patches: [NEXT_VERSION] }

export const upgrade: Row = {
  id: 'F24',
  title: 'upgrade and rollback of the protocol under open tabs that have something to send',
  nodes: 1,
  stores: ['sqlite', 'postgres'],
  bus: false,
  async run(context) {
    const { random } = context
    const lab = await context.lab({ fresh: true })
    const [node] = lab.nodes
    if (!node) throw new Error('there is no node')
    const crowd = await openCrowd(context, lab, { members: 1 })
    const [ada] = crowd.people
    if (!ada) throw new Error('there is nobody')
    const next = await bundleClient([patching([NEXT_VERSION])])
    const people = [ada, await crowd.invite(ada.roomId), await crowd.invite(ada.roomId)]
    const browsers = people.map((person) => ({ person, browser: createBrowser() }))
    crowd.close()
    let tabs = await Promise.all(browsers.map(({ person, browser }) => crowd.open(person, { browser })))
    await Promise.all(tabs.map(connected))
    let written = 0
    for (const { build, bundle } of [
      { build: UPGRADED, bundle: next },
      { build: undefined, bundle: context.clients },
    ]) {
      const writing = setInterval(() => {
        written += 1
        random.pick(tabs).write(`written ${written}`)
      }, 30)
      await delay(300 + random.below(300))
      await node.kill('SIGTERM')
      await delay(random.below(300))
      await node.start(build ? { build } : { build: { name: 'whole', patches: [] } })
      for (const tab of tabs) tab.online()
      const isTold = await eventually(
        () => tabs.every(({ room }) => room.getState().connection.kind === 'refused'),
        30_000,
      )
      clearInterval(writing)
      context.expect(isTold, 'an old tab was not told that it is outdated')
      for (const tab of tabs) tab.close()
      // A reload: the same browsers, the pages of the server that runs now.
      tabs = await Promise.all(browsers.map(({ person, browser }) => crowd.open(person, { browser, bundle })))
      await Promise.all(tabs.map(connected))
    }
    await context.judge(lab, crowd)
    const { read } = lab.host.services.database
    const stored = await read.selectFrom('messages').select('id').where('room_id', '=', ada.roomId).execute()
    context.measure('written', written)
    context.expect(stored.length === written, `${stored.length} of ${written} messages are stored`)
  },
}
