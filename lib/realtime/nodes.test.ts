import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientMessageId, type RoomId } from '../shared/ids'
import type { Message } from '../shared/model'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { describeOnNodes, type Nodes, startNodes } from '../testing/nodes'
import type { TestServer } from '../testing/server'
import { befriend, invite, say } from '../testing/story'

/** Far above what it takes, since the machine may be busy. */
const SOON = { timeout: 8_000 }

/** The newest copy of each message that a client was told live, in the order in which it was told first. */
function toldTo(client: Client, roomId: RoomId): Message[] {
  const messages = new Map<string, Message>()
  for (const advance of client.all('room:advanced')) {
    if (advance.roomId !== roomId) continue
    for (const message of advance.messages) messages.set(message.id, message)
  }
  return [...messages.values()]
}

/** Where one advance does not begin where the last one ended: a client would have to catch up. */
function gapsFor(client: Client, roomId: RoomId): number {
  const told = client.all('room:advanced').filter((advance) => advance.roomId === roomId)
  let cursor = told[0]?.since ?? 0
  let gaps = 0
  for (const { since, upto } of told) {
    if (since > cursor) gaps += 1
    cursor = Math.max(cursor, upto)
  }
  return gaps
}

describeOnNodes('two nodes', ({ url }) => {
  let cluster: Nodes
  let here: TestServer
  let there: TestServer
  beforeAll(async () => {
    cluster = await startNodes({ redisUrls: [url, url] })
    ;[here, there] = cluster.nodes
  })
  afterAll(() => cluster.close())

  type Pair = { ada: Person; bo: Person; one: Client; other: Client; roomId: RoomId }

  /** Ada's room, she on one node and Bo on the other. */
  async function pair(): Promise<Pair> {
    const ada = await create(here, 'Ada')
    const bo = await join(there, 'Bo', ada.code)
    return { ada, bo, one: await enter(here, ada), other: await enter(there, bo), roomId: ada.roomId }
  }

  const closeAll = ({ one, other }: Pair): void => {
    for (const client of [one, other]) client.close()
  }

  describe.concurrent('the log', () => {
    test('a message, its edit, a reaction and its deletion are heard on the other node', async ({ expect }) => {
      const room = await pair()
      const { one, other, roomId } = room
      const messageId = await say(one, roomId, 'across')
      await expect.poll(() => toldTo(other, roomId), SOON).toMatchObject([{ id: messageId, body: 'across' }])
      await one.do('message:edit', { roomId, messageId, body: 'across, edited' })
      await expect.poll(() => toldTo(other, roomId), SOON).toMatchObject([{ body: 'across, edited' }])
      await other.do('message:react', { roomId, messageId, emoji: '👍', on: true })
      await expect.poll(() => toldTo(one, roomId), SOON).toMatchObject([{ reactions: [{ emoji: '👍' }] }])
      await one.do('message:delete', { roomId, messageId })
      await expect.poll(() => toldTo(other, roomId), SOON).toMatchObject([{ body: '', deletedAt: expect.any(Number) }])
      closeAll(room)
    })

    test('written from both at once, every message is told once and in order to each, without a gap', async ({
      expect,
    }) => {
      const room = await pair()
      const { one, other, roomId } = room
      const each = 50
      const write = async (client: Client): Promise<void> => {
        for (let count = 0; count < each; count++) await say(client, roomId, `${client.socket.id} ${count}`)
      }
      await Promise.all([write(one), write(other), write(one), write(other)])
      for (const client of [one, other]) {
        await expect.poll(() => toldTo(client, roomId).length, { timeout: 10_000 }).toBe(4 * each)
        const seqs = toldTo(client, roomId).map(({ seq }) => seq)
        expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
        expect(gapsFor(client, roomId)).toBe(0)
        const copies = client.all('room:advanced').flatMap(({ messages }) => messages).length
        expect(copies).toBe(4 * each)
      }
      closeAll(room)
    })

    test('the same message sent to both nodes at once is one, with one place', async ({ expect }) => {
      const room = await pair()
      const { ada, one, roomId } = room
      const elsewhere = await enter(there, ada)
      const message = { roomId, clientMessageId: createClientMessageId(), body: 'once' }
      const places = await Promise.all([one, elsewhere].map((client) => client.do('message:send', message)))
      expect(places[0]).toEqual(places[1])
      await expect.poll(() => toldTo(room.other, roomId), SOON).toMatchObject([{ body: 'once' }])
      elsewhere.close()
      closeAll(room)
    })

    test('badges: a member who watches nothing is told on the other node that something was posted', async ({
      expect,
    }) => {
      const room = await pair()
      const idle = await connect(there, room.bo)
      await say(room.one, room.roomId, 'hello @Bo')
      const stirred = await idle.hears('room:stirred', ({ roomId }) => roomId === room.roomId)
      expect(stirred).toMatchObject({ posts: [{ userId: room.ada.userId, count: 1 }], mentioned: [room.bo.userId] })
      idle.close()
      closeAll(room)
    })
  })

  describe.concurrent('what is not in the log', () => {
    test('a new name and a new code are heard on the other node', async ({ expect }) => {
      const room = await pair()
      const { one, other, roomId } = room
      await one.do('member:rename', { roomId, name: 'Ada B' })
      const named = ({ changes }: { changes: { name: string }[] }) => changes.some(({ name }) => name === 'Ada B')
      await other.hears('presence:changed', named)
      const { code } = await one.do('room:rotate', { roomId })
      const updated = await other.hears('room:updated')
      expect(updated).toMatchObject({ id: roomId, code })
      closeAll(room)
    })

    test('an invite, its withdrawal and its acceptance are heard on the other node', async ({ expect }) => {
      const room = await pair()
      const { ada, bo, one, other } = room
      const inviteId = await invite(here, ada, bo)
      await other.hears('invite:received', ({ id }) => id === inviteId)
      await other.do('invite:accept', { inviteId })
      expect(await one.hears('invite:resolved')).toMatchObject({ id: inviteId, state: 'accepted' })
      closeAll(room)
    })

    test('a private chat that is burned on one node is empty on the other', async ({ expect }) => {
      const room = await pair()
      const { ada, bo } = room
      const { privateId } = await befriend(here, ada, bo)
      const [own, others] = [await connect(here, ada), await connect(there, bo)]
      for (const client of [own, others]) await client.do('room:enter', { roomId: privateId })
      await say(own, privateId, 'secret')
      await expect.poll(() => toldTo(others, privateId).length, SOON).toBe(1)
      await own.do('room:burn', { roomId: privateId })
      const reset = await others.hears('room:advanced', (advance) => advance.reset === true)
      expect(reset).toMatchObject({ roomId: privateId, messages: [] })
      await say(others, privateId, 'after')
      await own.hears('room:advanced', ({ messages }) => messages.some(({ body }) => body === 'after'))
      for (const client of [own, others]) client.close()
      closeAll(room)
    })

    test('muting somebody is heard in the own tab on the other node, and by nobody else', async ({ expect }) => {
      const room = await pair()
      const { ada, bo, one, other } = room
      const tab = await connect(there, ada)
      await one.do('person:silence', { userId: bo.userId, kind: 'block', on: true })
      expect(await tab.hears('silences:changed')).toMatchObject({ silences: [{ userId: bo.userId, kind: 'block' }] })
      expect(other.all('silences:changed')).toEqual([])
      tab.close()
      closeAll(room)
    })
  })

  test('a wake is what carries it: the other node hears long before it would have asked', async () => {
    const room = await pair()
    const { one, other, roomId } = room
    const took: number[] = []
    for (let count = 0; count < 15; count++) {
      const body = `at once ${count}`
      await say(one, roomId, body)
      const storedAt = performance.now()
      await other.hears('room:advanced', ({ messages }) => messages.some((message) => message.body === body))
      took.push(performance.now() - storedAt)
    }
    const median = took.toSorted((a, b) => a - b)[7] ?? 0
    process.stdout.write(`  from the answer to the other node: ${median.toFixed(0)} ms p50\n`)
    expect(median).toBeLessThan(250)
    closeAll(room)
  })

  test('a room of which nobody is on a node costs it no read', async () => {
    const ada = await create(here, 'Ada')
    const one = await enter(here, ada)
    const snapshots = there.services.database.snapshot
    let reads = 0
    there.services.database.snapshot = (run) => {
      reads += 1
      return snapshots(run)
    }
    for (let count = 0; count < 10; count++) await say(one, ada.roomId, `alone ${count}`)
    const sign = await pair()
    await say(sign.one, sign.roomId, 'the wakes before this one were heard')
    await expect.poll(() => toldTo(sign.other, sign.roomId).length, SOON).toBe(1)
    there.services.database.snapshot = snapshots
    expect(reads).toBeLessThan(10)
    one.close()
    closeAll(sign)
  })
})
