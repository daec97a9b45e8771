import { join as path } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openDatabase } from '../db/open'
import { createClientMessageId, type RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Advance, Message } from '../shared/model'
import { SERVER_SIZES } from '../shared/server-sizes'
import { SERVER_TIMES } from '../shared/server-times'
import { applyAdvance, emptyTimeline, type Timeline } from '../shared/timeline'
import { type Client, connect, create, enter, join } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'

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

/** Applies advances in order. @throws Error at a gap */
function follow(timeline: Timeline, advances: readonly Advance[]): Timeline {
  return advances.reduce((now, advance) => {
    const applied = applyAdvance(now, advance)
    if (applied.kind === 'gap') throw new Error(`a gap: ${now.cursor} and then ${advance.since}`)
    return applied.timeline
  }, timeline)
}

/** Asks again and again until the cursor meets the head, as a client does. */
async function catchUp(client: Client, timeline: Timeline): Promise<{ timeline: Timeline; rounds: number }> {
  let now = timeline
  for (let rounds = 1; ; rounds++) {
    const { roomId, cursor } = now
    now = follow(now, [await client.do('room:catch-up', { roomId, cursor })])
    if (now.cursor >= now.head) return { timeline: now, rounds }
  }
}

async function everything(client: Client, roomId: RoomId): Promise<readonly Message[]> {
  const messages: Message[] = []
  for (let beforeSeq = 1_000_000; ; beforeSeq = messages[0]?.seq ?? 0) {
    const page = await client.do('message:page', { roomId, limit: SIZES.pageMessages, beforeSeq })
    messages.unshift(...page.messages)
    if (page.reachedStart) return messages
  }
}

async function stored(roomId: RoomId): Promise<string[]> {
  const { read } = server.services.database
  const rows = await read.selectFrom('messages').select('body').where('room_id', '=', roomId).orderBy('seq').execute()
  return rows.map(({ body }) => body)
}

describe('a message', () => {
  test('is in the database by the time it is acknowledged', async () => {
    const ada = await create(server, 'Ada')
    const client = await enter(server, ada)
    const file = path(server.settings.dataDir, 'parley.db')
    const other = openDatabase({ url: { kind: 'sqlite', file } })
    for (let at = 0; at < 50; at++) {
      const id = await say(client, ada.roomId, `message ${at}`)
      const row = await other.read.selectFrom('messages').select('body').where('id', '=', id).executeTakeFirst()
      expect(row?.body).toBe(`message ${at}`)
    }
    await other.close()
    client.close()
  })

  test('sent again, from several tabs at once and later, is stored once and answered alike', async () => {
    const ada = await create(server, 'Ada')
    const tabs = await Promise.all([enter(server, ada), enter(server, ada), enter(server, ada)])
    const post = { roomId: ada.roomId, clientMessageId: createClientMessageId(), body: 'Once.' }
    const answers = await Promise.all([...tabs, ...tabs].map((tab) => tab.do('message:send', post)))
    const later = await connect(server, ada)
    answers.push(await later.do('message:send', post))
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], seq: 1, rev: 1 })
    expect(await later.ask('message:send', { ...post, body: 'Twice.' })).toEqual({ ok: false, code: 'conflict' })
    expect(await stored(ada.roomId)).toEqual(['Once.'])
    for (const client of [...tabs, later]) client.close()
  })
})

test('two who send at once read one order, without a gap, and each of them their own in the order they sent it', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const [first, second] = [await enter(server, ada), await enter(server, teo)]
  const sent = Array.from({ length: 200 }, (_, at) => [
    say(first, ada.roomId, `Ada ${at}`),
    say(second, ada.roomId, `Teo ${at}`),
  ])
  await Promise.all(sent.flat())
  const bodies: string[][] = []
  for (const client of [first, second]) {
    await client.hears('room:advanced', ({ upto }) => upto === 400)
    const timeline = follow(emptyTimeline(ada.roomId), client.all('room:advanced'))
    expect(timeline.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 400 }, (_, at) => at + 1))
    bodies.push(timeline.messages.map(({ body }) => body))
  }
  expect(bodies[0]).toEqual(bodies[1])
  expect(bodies[0]).toEqual(await stored(ada.roomId))
  for (const name of ['Ada', 'Teo']) {
    const own = bodies[0]?.filter((body) => body.startsWith(name))
    expect(own).toEqual(Array.from({ length: 200 }, (_, at) => `${name} ${at}`))
  }
  first.close()
  second.close()
})

describe('who was away', () => {
  test('reads all that was posted, edited, reacted to and deleted meanwhile, in pages of two hundred', async () => {
    const ada = await create(server, 'Ada')
    const teo = await join(server, 'Teo', ada.code)
    const [talker, away] = [await enter(server, ada), await enter(server, teo)]
    const early = await Promise.all(Array.from({ length: 20 }, (_, at) => say(talker, ada.roomId, `early ${at}`)))
    await away.hears('room:advanced', ({ upto }) => upto === 20)
    const before = follow(emptyTimeline(ada.roomId), away.all('room:advanced'))
    away.close()
    await Promise.all(Array.from({ length: 430 }, (_, at) => say(talker, ada.roomId, `while away ${at}`)))
    const { roomId } = ada
    for (const [at, messageId] of early.entries()) {
      if (at % 3 === 0) await talker.do('message:edit', { roomId, messageId, body: `edited ${at}` })
      if (at % 3 === 1) await talker.do('message:delete', { roomId, messageId })
      if (at % 3 === 2) await talker.do('message:react', { roomId, messageId, emoji: '👍', on: true })
    }
    const back = await connect(server, teo)
    const { advance } = await back.do('room:enter', { roomId, cursor: before.cursor })
    expect(advance).toMatchObject({ since: 20, head: 470 })
    expect(advance).not.toHaveProperty('reset')
    const { timeline, rounds } = await catchUp(back, follow(before, [advance]))
    expect(rounds).toBe(2)
    expect(timeline.messages).toEqual(await everything(back, roomId))
    talker.close()
    back.close()
  })

  test('too long, or with a cursor of another database, gets the newest page instead', async () => {
    const ada = await create(server, 'Ada')
    const client = await enter(server, ada)
    const { roomId } = ada
    const missed = SERVER_SIZES.catchUpResetAfter + 1
    await Promise.all(Array.from({ length: missed }, (_, at) => say(client, roomId, `message ${at}`)))
    const fits = await client.do('room:catch-up', { roomId, cursor: 1 })
    expect(fits).toMatchObject({ since: 1, upto: 201, head: missed })
    for (const cursor of [0, missed + 1]) {
      const advance = await client.do('room:catch-up', { roomId, cursor })
      expect(advance).toMatchObject({ reset: true, since: cursor, upto: missed, head: missed })
      expect(advance.messages.map(({ seq }) => seq)).toEqual(
        Array.from({ length: SIZES.snapshotMessages }, (_, at) => missed - SIZES.snapshotMessages + 1 + at),
      )
    }
    client.close()
  })

  test('nothing is missed between entering and the first event, however busy the room', async () => {
    const ada = await create(server, 'Ada')
    const talker = await enter(server, ada)
    const { roomId } = ada
    const burst = Array.from({ length: 300 }, (_, at) => say(talker, roomId, `message ${at}`))
    const late: Promise<Timeline>[] = []
    for (let at = 0; at < 8; at++) {
      const guest = await join(server, `Guest ${at}`, ada.code)
      late.push(
        connect(server, guest).then(async (client) => {
          const { advance } = await client.do('room:enter', { roomId })
          await Promise.all(burst)
          await say(client, roomId, 'The last.')
          await client.hears('room:advanced', ({ messages }) =>
            messages.some(({ author }) => author.id === guest.userId),
          )
          const timeline = follow(follow(emptyTimeline(roomId), [advance]), client.all('room:advanced'))
          client.close()
          return timeline
        }),
      )
    }
    const all = await everything(talker, roomId)
    for (const timeline of await Promise.all(late)) {
      const seqs = timeline.messages.map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.map((_, at) => (seqs[0] ?? 0) + at))
      expect(seqs.length).toBeGreaterThan(0)
    }
    expect(all.length).toBeGreaterThanOrEqual(300)
    talker.close()
  })
})

test('the heads of the rooms a connection watches are told to it, and of no others', async () => {
  const ada = await create(server, 'Ada')
  const elsewhere = await create(server, 'Bo')
  const [client, other] = [await enter(server, ada), await enter(server, elsewhere)]
  const idle = await connect(server, ada)
  await say(client, ada.roomId, 'One.')
  await say(client, ada.roomId, 'Two.')
  vi.advanceTimersByTime(SERVER_TIMES.headsEvery)
  expect(await client.hears('room:heads')).toEqual({ [ada.roomId]: 2 })
  expect(await other.hears('room:heads')).toEqual({ [elsewhere.roomId]: 0 })
  await idle.do('presence:report', { visible: true })
  expect(idle.all('room:heads')).toEqual([])
  for (const each of [client, other, idle]) each.close()
})
