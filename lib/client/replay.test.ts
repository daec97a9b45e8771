// A seeded random replay: people come, write, change and lose their connection; then every tab is compared with a
// fresh snapshot. SEED=n runs one again.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findPage } from '../domain/messages'
import type { ClientMessageId, RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Message } from '../shared/model'
import { SERVER_TIMES } from '../shared/server-times'
import { connect, create, join, type Person } from '../testing/client'
import { startProxy } from '../testing/proxy'
import { createRandom, type Random, seedsFor } from '../testing/random'
import { startServer, type TestServer } from '../testing/server'
import { openTab, type Tab, until } from '../testing/tab'

const STEPS = 120
const EMOJI = ['👍', '🎉', '👀']

type Player = { name: string; person: Person; tab: Tab; written: ClientMessageId[]; isHealed: boolean }

let server: TestServer
beforeAll(async () => {
  // The digest's round is turned by hand.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = await startServer()
})
afterAll(async () => {
  await server.close()
  vi.useRealTimers()
})

async function enter(random: Random, name: string, person: Person): Promise<Player> {
  const player: Player = { name, person, tab: await openTab(server, person), written: [], isHealed: false }
  const late: (() => void)[] = []
  player.tab.advances((advance, hear) => {
    if (!player.isHealed && random.chance(15)) return
    if (!player.isHealed && random.chance(20)) {
      late.push(() => hear(advance))
      return
    }
    hear(advance)
    if (random.chance(15)) hear(advance)
    while (late.length > 0 && random.chance(50)) late.pop()?.()
  })
  return player
}

/** One thing that somebody does, or that befalls their connection. */
function step(random: Random, player: Player): void {
  const { room, line, network } = player.tab
  const { roomId } = player.person
  const messages = room.getState().timeline.messages.filter(({ deletedAt }) => deletedAt === undefined)
  const own = messages.filter(({ author }) => author.id === player.person.userId)
  const about = (from: readonly Message[]) => ({ roomId, messageId: random.pick(from).id })
  const write = (): void => {
    room.send(`${player.name} ${player.written.length}`)
    const made = room.getState().outbox.at(-1)
    if (made) player.written.push(made.clientMessageId)
  }
  const deeds: (() => unknown)[] = [write, write, write, write, write, write]
  if (own.length > 0) {
    deeds.push(() => line.ask('message:edit', { ...about(own), body: `changed ${random.below(1_000)}` }))
    deeds.push(() => line.ask('message:delete', about(own)))
  }
  if (messages.length > 0) {
    const react = () =>
      line.ask('message:react', { ...about(messages), emoji: random.pick(EMOJI), on: random.chance(70) })
    deeds.push(react, react)
  }
  deeds.push(
    () => network.delay(random.below(60)),
    () => network.heal(),
  )
  if (random.chance(30))
    deeds.push(
      () => network.reset(),
      () => network.stallAnswers(),
      () => network.halfOpen(),
    )
  random.pick(deeds)()
}

/** Everything works again; resolves when nothing is on its way and nothing is missing any more. */
async function settle(players: readonly Player[]): Promise<void> {
  for (const player of players) {
    player.isHealed = true
    player.tab.network.heal()
    // What was half open is dead for good: the page's next wake finds that out.
    window.dispatchEvent(new Event('online'))
    player.tab.network.reset()
  }
  for (const { tab } of players) await until(tab.room, ({ outbox }) => outbox.length === 0)
  vi.advanceTimersByTime(SERVER_TIMES.headsEvery)
  const { rev } = await server.services.database.read
    .selectFrom('rooms')
    .select('rev')
    .where('id', '=', players[0]?.person.roomId ?? ('' as RoomId))
    .executeTakeFirstOrThrow()
  for (const { tab } of players) {
    await until(tab.room, ({ timeline, connection }) => timeline.cursor === rev && connection.kind === 'connected')
    while (!tab.room.getState().timeline.reachedStart) await tab.room.loadOlder()
  }
}

async function everything(roomId: RoomId): Promise<Message[]> {
  return server.services.database.snapshot(async (trx) => {
    const messages: Message[] = []
    for (let afterSeq = 0; ; afterSeq = messages.at(-1)?.seq ?? 0) {
      const page = await findPage(trx, roomId, SIZES.pageMessages, { afterSeq })
      messages.push(...page.messages)
      if (page.reachedEnd) return messages
    }
  })
}

/** What was on a screen twice at any moment. */
function doubled({ states }: Tab): string[] {
  return states.flatMap(({ timeline, outbox }) => {
    const shown = [...timeline.messages, ...outbox].map(({ clientMessageId }) => clientMessageId)
    return new Set(shown).size === shown.length ? [] : [JSON.stringify(outbox)]
  })
}

test.each(seedsFor(3))('every tab ends with what a fresh page would show (seed %i)', async (seed) => {
  const random = createRandom(seed)
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  // One round trip on a slow line is the beat, so that time passes for the others too.
  const slow = await startProxy(server.port, teo.cookie)
  slow.delay(15)
  const metronome = await connect({ ...server, origin: slow.origin }, {}, { origin: null })
  const players = [
    await enter(random, 'Ada', ada),
    await enter(random, 'Ada on the phone', ada),
    await enter(random, 'Teo', teo),
  ]
  for (let at = 0; at < STEPS; at++) {
    if (at === STEPS / 2) players.push(await enter(random, 'Late', await join(server, 'Late', ada.code)))
    step(random, random.pick(players))
    if (random.chance(50)) await metronome.do('presence:report', { visible: true })
  }
  await settle(players)
  const log = await everything(ada.roomId)
  expect(log.length).toBeGreaterThan(30)
  for (const { name, tab, written } of players) {
    const { timeline } = tab.room.getState()
    expect(timeline.messages, name).toEqual(log)
    expect(doubled(tab), name).toEqual([])
    // All that was written, once, and in the order it was written.
    expect(
      log.map(({ clientMessageId }) => clientMessageId).filter((id) => written.includes(id)),
      name,
    ).toEqual(written)
  }
  for (const { tab } of players) await tab.close()
  metronome.close()
  await slow.close()
})
