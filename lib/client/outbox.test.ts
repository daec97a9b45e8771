import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { leaveRoom } from '../domain/members'
import { TIMES } from '../shared/limits'
import { create, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { bodies, openTab, type Tab, until } from '../testing/tab'
import type { RoomState } from './room-state'

let server: TestServer
let ada: Person
let tab: Tab
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  tab = await openTab(server, ada)
})
afterEach(() => tab.close())

const isIdle = ({ outbox }: RoomState): boolean => outbox.length === 0

async function stored(): Promise<string[]> {
  const { read } = server.services.database
  const rows = await read
    .selectFrom('messages')
    .select('body')
    .where('room_id', '=', ada.roomId)
    .orderBy('seq')
    .execute()
  return rows.map(({ body }) => body)
}

/** What was on the screen twice at any moment: in the log and on its way. */
function doubled(states: readonly RoomState[]): string[] {
  return states.flatMap(({ timeline, outbox }) => {
    const shown = [...timeline.messages, ...outbox].map(({ clientMessageId }) => clientMessageId)
    return shown.filter((id, at) => shown.indexOf(id) !== at)
  })
}

describe('an own message', () => {
  test('is pending at once, and in the log once it is acknowledged, never in both', async () => {
    tab.room.send('One.')
    tab.room.send('Two.')
    expect(tab.room.getState().outbox).toMatchObject([
      { body: 'One.', status: 'pending' },
      { body: 'Two.', status: 'pending' },
    ])
    await until(tab.room, isIdle)
    expect(bodies(tab.room.getState())).toEqual(['One.', 'Two.'])
    expect(doubled(tab.states)).toEqual([])
    expect(await stored()).toEqual(['One.', 'Two.'])
  })

  test('keeps its reply', async () => {
    tab.room.send('One.')
    const { timeline } = await until(tab.room, isIdle)
    tab.room.send('Two.', timeline.messages[0]?.id)
    const { timeline: after } = await until(tab.room, isIdle)
    expect(after.messages[1]).toMatchObject({ body: 'Two.', replyTo: timeline.messages[0]?.id })
  })

  test('written while the connection is away goes out by itself, in order, once it is back', async () => {
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    const written = Array.from({ length: 20 }, (_, at) => `message ${at}`)
    for (const body of written) tab.room.send(body)
    expect(tab.room.getState().outbox).toHaveLength(20)
    tab.network.heal()
    await until(tab.room, isIdle)
    expect(await stored()).toEqual(written)
    expect(bodies(tab.room.getState())).toEqual(written)
  })

  test('[E14] whose answer got lost with the connection is stored and shown once', async () => {
    tab.network.stallAnswers()
    tab.room.send('Only once.')
    await expect.poll(stored).toEqual(['Only once.'])
    tab.network.reset()
    tab.network.heal()
    await until(tab.room, (state) => isIdle(state) && state.connection.kind === 'connected')
    tab.room.send('Next.')
    await until(tab.room, (state) => bodies(state).includes('Next.'))
    expect(await stored()).toEqual(['Only once.', 'Next.'])
    expect(bodies(tab.room.getState())).toEqual(['Only once.', 'Next.'])
    expect(doubled(tab.states)).toEqual([])
  })

  test('on its way for five seconds is shown as delayed with the reason, and still arrives once', async () => {
    const away = await openTab(server, ada)
    away.network.refuse()
    away.network.reset()
    await until(away.room, ({ connection }) => connection.kind === 'connecting')
    tab.network.stall()
    const started = performance.now()
    for (const body of ['Patience.', 'And more of it.']) tab.room.send(body)
    away.room.send('From the train.')
    const isDelayed = ({ outbox }: RoomState): boolean => outbox.every(({ status }) => status === 'delayed')
    const [slow, offline] = await Promise.all([until(tab.room, isDelayed), until(away.room, isDelayed)])
    expect(performance.now() - started).toBeGreaterThan(TIMES.retryShownAfter - 50)
    expect(slow.outbox).toMatchObject([
      { body: 'Patience.', reason: 'no_answer' },
      { body: 'And more of it.', reason: 'no_answer' },
    ])
    expect(offline.outbox).toMatchObject([{ body: 'From the train.', reason: 'offline' }])
    tab.network.heal()
    await until(tab.room, isIdle)
    const [item] = offline.outbox
    if (!item) throw new Error('nothing waits')
    away.room.retry(item.clientMessageId)
    expect(away.room.getState().outbox).toMatchObject([{ body: 'From the train.', status: 'pending' }])
    away.network.heal()
    await until(away.room, isIdle)
    const all = ['Patience.', 'And more of it.', 'From the train.']
    expect(await stored()).toEqual(all)
    for (const each of [tab, away]) await until(each.room, (state) => bodies(state).join() === all.join())
    await away.close()
  })
})

describe('a final refusal', () => {
  /** The membership ends, and nobody tells the tab. */
  const endQuietly = () => {
    const { roomId, userId } = ada
    return server.services.database.transact((trx) => leaveRoom(trx, { roomId, userId }))
  }

  test('fails the message with its reason, keeps its text, and Try again sends it once that may be', async () => {
    await endQuietly()
    tab.room.send('Am I still in?')
    const { outbox } = await until(tab.room, (state) => state.outbox[0]?.status === 'failed')
    expect(outbox).toMatchObject([{ body: 'Am I still in?', status: 'failed', reason: 'not_found' }])
    const [item] = outbox
    if (!item) throw new Error('nothing failed')
    await join(server, 'Ada', ada.code, ada)
    tab.room.retry(item.clientMessageId)
    await until(tab.room, isIdle)
    expect(await stored()).toEqual(['Am I still in?'])
  })

  test('of one message does not hold up the next', async () => {
    await endQuietly()
    tab.room.send('Refused.')
    await until(tab.room, (state) => state.outbox[0]?.status === 'failed')
    await join(server, 'Ada', ada.code, ada)
    tab.room.send('Taken.')
    await until(tab.room, (state) => bodies(state).includes('Taken.'))
    expect(tab.room.getState().outbox).toMatchObject([{ body: 'Refused.', status: 'failed' }])
    expect(await stored()).toEqual(['Taken.'])
  })
})

describe('a message given up by its author', () => {
  test('is gone, and never sent, when it had not gone out yet', async () => {
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind === 'connecting')
    for (const body of ['Keep.', 'Drop.', 'Keep too.']) tab.room.send(body)
    const dropped = tab.room.getState().outbox[1]
    if (!dropped) throw new Error('nothing to drop')
    tab.room.discard(dropped.clientMessageId)
    expect(tab.room.getState().outbox.map(({ body }) => body)).toEqual(['Keep.', 'Keep too.'])
    tab.network.heal()
    await until(tab.room, isIdle)
    expect(await stored()).toEqual(['Keep.', 'Keep too.'])
  })

  test('is deleted when it had been stored after all', async () => {
    tab.network.stallAnswers()
    tab.room.send('Never mind.')
    await expect.poll(stored).toEqual(['Never mind.'])
    const [item] = tab.room.getState().outbox
    if (!item) throw new Error('nothing waits')
    tab.room.discard(item.clientMessageId)
    expect(tab.room.getState().outbox).toEqual([])
    tab.network.heal()
    await expect.poll(stored, { timeout: 5_000 }).toEqual([''])
    await until(tab.room, ({ timeline }) => timeline.messages.every(({ deletedAt }) => deletedAt !== undefined))
  })
})

test('going too fast only takes longer: what was held back goes out by itself, in order', async () => {
  const strict = await startServer({ limits: { messageBurst: 2, messagesPerSecond: 1 } })
  const person = await create(strict, 'Ada')
  const own = await openTab(strict, person)
  const written = Array.from({ length: 4 }, (_, at) => `message ${at}`)
  const started = performance.now()
  for (const body of written) own.room.send(body)
  const { heldUntil = 0, outbox } = await until(own.room, (state) => state.heldUntil !== undefined)
  expect(heldUntil - Date.now()).toBeGreaterThan(-100)
  expect(heldUntil - Date.now()).toBeLessThanOrEqual(1_000)
  expect(outbox.map(({ status }) => status)).toEqual(['pending', 'pending'])
  await until(own.room, (state) => isIdle(state) && state.heldUntil === undefined)
  expect(performance.now() - started).toBeGreaterThan(1_000)
  expect(bodies(own.room.getState())).toEqual(written)
  await own.close()
  await strict.close()
})
