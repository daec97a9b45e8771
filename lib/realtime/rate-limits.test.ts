import { describe, expect, test } from 'vitest'
import { createClientMessageId, createRoomCode } from '../shared/ids'
import { DEFAULT_LIMITS } from '../shared/limits'
import { isRefusal } from '../shared/refusal'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer } from '../testing/server'
import { say } from '../testing/story'

const { messageBurst, messagesPerSecond, typingSeconds, invitesPerHour, pendingInvites } = DEFAULT_LIMITS
const { roomsPerHour, wrongCodes } = DEFAULT_LIMITS
const OWN = { messageBurst, messagesPerSecond, typingSeconds, invitesPerHour, pendingInvites, roomsPerHour, wrongCodes }
const strict = (changed = {}) => startServer({ limits: { ...OWN, ...changed } })

const post = ({ roomId }: Person) => ({ roomId, clientMessageId: createClientMessageId(), body: 'hello' })

/** How long the answer asks to wait, milliseconds. @throws Error when it is no refusal for going too fast */
function waitOf(answer: unknown): number {
  const parsed = JSON.parse(JSON.stringify(answer))
  if (parsed.ok || parsed.code !== 'rate_limited') throw new Error(`not limited: ${JSON.stringify(answer)}`)
  return parsed.retryAfterMs
}

/** What a refused promise was refused with. */
async function refusal(attempt: Promise<unknown>): Promise<unknown> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return isRefusal(error) ? { ok: false, code: error.code, ...error.detail } : error
}

describe('messages', () => {
  test('ten at once and then one a second, in all tabs together; the refusal says when', async () => {
    const server = await strict()
    const ada = await create(server, 'Ada')
    const tabs = [await enter(server, ada), await enter(server, ada)]
    const [tab, other] = tabs
    if (!tab || !other) throw new Error('no tabs')
    // In one turn, so that a slow machine gives nobody another second.
    const [over, ...burst] = (
      await Promise.all(
        Array.from({ length: messageBurst + 1 }, (_, at) => [tab, other][at % 2]?.ask('message:send', post(ada))),
      )
    ).sort((a) => (a?.ok ? 1 : -1))
    expect(burst.filter((answer) => answer?.ok)).toHaveLength(messageBurst)
    const wait = waitOf(over)
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(1_000)
    const started = performance.now()
    await expect.poll(() => tab.ask('message:send', post(ada)), { timeout: 5_000 }).toMatchObject({ ok: true })
    expect(performance.now() - started).toBeGreaterThan(wait - 100)
    // Changing costs as much as posting.
    const messageId = (await tab.do('message:page', { roomId: ada.roomId, limit: 1, beforeSeq: 99 })).messages[0]?.id
    if (!messageId) throw new Error('nothing was posted')
    const where = { roomId: ada.roomId, messageId }
    const [, ...changes] = await Promise.all([
      tab.ask('message:send', post(ada)),
      tab.ask('message:edit', { ...where, body: 'changed' }),
      tab.ask('message:react', { ...where, emoji: '👍', on: true }),
      tab.ask('message:delete', where),
    ])
    for (const change of changes) waitOf(change)
    const bo = await join(server, 'Bo', ada.code)
    const free = await enter(server, bo)
    await say(free, bo.roomId, 'Others are not held up.')
    for (const client of [...tabs, free]) client.close()
    await server.close()
  })
})

describe('typing', () => {
  test('is heard once in two seconds, and stopping is free', async () => {
    const server = await strict()
    const ada = await create(server, 'Ada')
    const bo = await join(server, 'Bo', ada.code)
    const [client, other] = [await enter(server, ada), await enter(server, bo)]
    await client.do('typing:start', { roomId: ada.roomId })
    const wait = waitOf(await client.ask('typing:start', { roomId: ada.roomId }))
    expect(wait).toBeGreaterThan(1_500)
    expect(wait).toBeLessThanOrEqual(2_000)
    for (let at = 0; at < 20; at++) await client.do('typing:stop', { roomId: ada.roomId })
    await other.hears('typing:changed', ({ userIds }) => userIds.length === 0)
    await other.do('typing:start', { roomId: ada.roomId })
    for (const each of [client, other]) each.close()
    await server.close()
  })
})

describe('invites', () => {
  test('five an hour for one sender; the sixth is told when', async () => {
    const server = await strict()
    const ada = await create(server, 'Ada')
    const guests = await Promise.all(Array.from({ length: 6 }, (_, at) => join(server, `Guest ${at}`, ada.code)))
    const client = await connect(server, ada)
    const asked = ({ userId }: Person) => client.ask('invite:send', { roomId: ada.roomId, userId })
    for (const guest of guests.slice(0, invitesPerHour)) expect(await asked(guest)).toMatchObject({ ok: true })
    const sixth = guests[invitesPerHour]
    if (!sixth) throw new Error('no sixth guest')
    const wait = waitOf(await asked(sixth))
    expect(wait).toBeGreaterThan(3_590_000)
    expect(wait).toBeLessThanOrEqual(3_600_000)
    client.close()
    await server.close()
  })

  test('five pending for one receiver: one more is pending to its sender alone', async () => {
    const server = await strict()
    const ada = await create(server, 'Ada')
    const senders = await Promise.all(Array.from({ length: 6 }, (_, at) => join(server, `Sender ${at}`, ada.code)))
    const receiver = await connect(server, ada)
    const traces: unknown[] = []
    for (const sender of senders) {
      const client = await connect(server, sender)
      const answer = await client.ask('invite:send', { roomId: ada.roomId, userId: ada.userId })
      await client.hears('invite:sent')
      await client.do('presence:report', { visible: true })
      traces.push(masked({ answer, heard: client.heard }))
      client.close()
    }
    for (const trace of traces) expect(trace).toEqual(traces[0])
    await receiver.do('presence:report', { visible: true })
    expect(receiver.all('invite:received')).toHaveLength(pendingInvites)
    const again = await connect(server, ada)
    await again.hears('invite:received', ({ inviter }) => inviter.name === 'Sender 4')
    await again.do('presence:report', { visible: true })
    expect(again.all('invite:received').map(({ inviter }) => inviter.name)).not.toContain('Sender 5')
    for (const client of [receiver, again]) client.close()
    await server.close()
  })
})

/** Ids, names and times made equal. */
function masked(value: unknown): unknown {
  const text = JSON.stringify(value)
  return JSON.parse(
    text
      .replace(/"[\w-]{22}"/g, '"ID"')
      .replace(/Sender \d/g, 'NAME')
      .replace(/\d{13}/g, '0'),
  )
}

test('rooms: twenty an hour from one address; the next is told when', async () => {
  const server = await strict()
  for (let at = 0; at < roomsPerHour; at++) await create(server, `Host ${at}`)
  expect(waitOf(await refusal(create(server, 'Late')))).toBeGreaterThan(3_590_000)
  await server.close()
})

describe('wrong codes', () => {
  const guess = (client: Client) => client.ask('room:enter', { code: createRoomCode() })
  const count = (answers: unknown[], code: string) =>
    answers.filter((answer) => JSON.stringify(answer).includes(`"${code}"`)).length

  test('thirty in ten minutes from one address, by socket and by form together', async () => {
    const server = await strict()
    const ada = await create(server, 'Ada')
    const guest = await join(server, 'Guest')
    const client = await connect(server, guest)
    for (let at = 0; at < wrongCodes; at++) {
      if (at % 2 === 0) expect(await guess(client)).toEqual({ ok: false, code: 'not_found' })
      else expect(await refusal(join(server, 'Guest', createRoomCode(), guest))).toMatchObject({ code: 'not_found' })
    }
    for (const wait of [
      waitOf(await guess(client)),
      waitOf(await refusal(join(server, 'Guest', createRoomCode(), guest))),
    ]) {
      expect(wait).toBeGreaterThan(590_000)
      expect(wait).toBeLessThanOrEqual(600_000)
    }
    // The right code is not told from a wrong one any more, or the budget would be worth nothing.
    waitOf(await client.ask('room:enter', { code: ada.code }))
    waitOf(await refusal(join(server, 'Guest', ada.code, guest)))
    client.close()
    await server.close()
  })

  test('spent, they hold up no member: not in entering, by code or id, nor in joining again', async () => {
    const server = await strict()
    const ada = await create(server, 'Ada')
    const client = await connect(server, ada)
    for (let at = 0; at < wrongCodes; at++) await guess(client)
    waitOf(await guess(client))
    await client.do('room:enter', { code: ada.code })
    await client.do('room:enter', { roomId: ada.roomId })
    expect(await join(server, 'Ada L.', ada.code, ada)).toMatchObject({ code: ada.code })
    await join(server, 'Anyone')
    client.close()
    await server.close()
  })

  test('a join that succeeds gives a few wrong tries back to its address', async () => {
    const server = await strict()
    const ada = await create(server, 'Ada')
    const client = await connect(server, ada)
    for (let at = 0; at < wrongCodes - 1; at++) await guess(client)
    await join(server, 'Pupil', ada.code)
    const answers = [await guess(client), await guess(client), await guess(client), await guess(client)]
    expect(count(answers, 'not_found')).toBe(4)
    waitOf(await guess(client))
    client.close()
    await server.close()
  })

  test('a hundred and twenty at once are no more than thirty', async () => {
    const server = await strict()
    const guests = [await join(server, 'One'), await join(server, 'Two')]
    const clients = await Promise.all(guests.map((guest) => connect(server, guest)))
    const bySocket = clients.flatMap((client) => Array.from({ length: 30 }, () => guess(client)))
    const byForm = Array.from({ length: 60 }, () => refusal(join(server, 'One', createRoomCode(), guests[0])))
    const answers = await Promise.all([...bySocket, ...byForm])
    expect(count(answers, 'not_found')).toBeLessThanOrEqual(wrongCodes)
    for (const client of clients) client.close()
    await server.close()
  })

  test('over all addresses there is a budget too, which holds up guessers from new ones and no member', async () => {
    const server = await startServer({ trustProxy: 1, limits: { wrongCodesGlobal: 5 } })
    const ada = await create(server, 'Ada')
    const from = (at: number) => ({ headers: { 'X-Forwarded-For': `203.0.113.${at}` } })
    for (let at = 0; at < 5; at++) {
      const client = await connect(server, ada, from(at))
      expect(await guess(client)).toEqual({ ok: false, code: 'not_found' })
      client.close()
    }
    const client = await connect(server, ada, from(99))
    expect(waitOf(await guess(client))).toBeLessThanOrEqual(60_000)
    await client.do('room:enter', { code: ada.code })
    client.close()
    await server.close()
  })
})
