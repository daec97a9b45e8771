import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InviteId, RoomId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leave, say } from '../testing/story'

let server: TestServer
let ada: Person
let teo: Person
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
})

const ask = (client: Client, note?: string) =>
  client.do('invite:send', { roomId: ada.roomId, userId: teo.userId, ...(note === undefined ? {} : { note }) })

/** Waits until all that the server has sent to a client by now has come. */
async function settled(client: Client): Promise<Client> {
  await client.do('presence:report', { visible: true })
  return client
}

async function tabsOf(person: Person, count = 2): Promise<Client[]> {
  return Promise.all(Array.from({ length: count }, () => connect(server, person)))
}

describe('an invite', () => {
  test('that was accepted while its inviter was away is told when they come back, and to nobody else', async () => {
    const asking = await connect(server, ada)
    const { inviteId } = await ask(asking)
    asking.close()
    const asked = await connect(server, teo)
    const { privateId } = await asked.do('invite:accept', { inviteId })
    const back = await connect(server, ada)
    expect(await back.hears('invite:resolved')).toMatchObject({ id: inviteId, state: 'accepted', privateId })
    const mina = await settled(await connect(server, await join(server, 'Mina', ada.code)))
    expect(mina.all('invite:resolved')).toEqual([])
    for (const client of [asked, back, mina]) client.close()
  })

  test('is shown in every tab of both, and a yes leads every tab of both to one private room', async () => {
    const [asking, asked] = [await tabsOf(ada), await tabsOf(teo)]
    const [tab] = asking
    const [prompt] = asked
    if (!tab || !prompt) throw new Error('no tabs')
    const { inviteId, expiresAt } = await ask(tab, 'About gate 4?')
    for (const each of asked) {
      expect(await each.hears('invite:received')).toMatchObject({
        id: inviteId,
        state: 'pending',
        inviter: { id: ada.userId, name: 'Ada' },
        invitee: { id: teo.userId, name: 'Teo' },
        note: 'About gate 4?',
        expiresAt,
      })
    }
    for (const each of asking) expect(await each.hears('invite:sent')).toMatchObject({ id: inviteId, state: 'pending' })
    const { privateId } = await prompt.do('invite:accept', { inviteId })
    for (const each of [...asking, ...asked]) {
      expect(await each.hears('invite:resolved')).toMatchObject({ id: inviteId, state: 'accepted', privateId })
      expect(await each.do('room:enter', { roomId: privateId })).toMatchObject({ room: { kind: 'private' } })
    }
    // The second tab's Accept finds the work done.
    expect(await asked[1]?.do('invite:accept', { inviteId })).toEqual({ privateId })
    for (const each of [...asking, ...asked]) each.close()
  })

  test('that stands open is told again to whoever connects, to each in their own words', async () => {
    const tab = await connect(server, ada)
    const { inviteId } = await ask(tab)
    const [inviter, invitee] = [await connect(server, ada), await connect(server, teo)]
    expect(await inviter.hears('invite:sent')).toMatchObject({ id: inviteId, state: 'pending' })
    expect(await invitee.hears('invite:received')).toMatchObject({ id: inviteId, state: 'pending' })
    expect((await settled(inviter)).all('invite:received')).toEqual([])
    expect((await settled(invitee)).all('invite:sent')).toEqual([])
    for (const each of [tab, inviter, invitee]) each.close()
  })

  test('that is withdrawn is gone from every tab and can be answered no more', async () => {
    const [asking, asked] = [await tabsOf(ada), await tabsOf(teo)]
    const [tab] = asking
    const [prompt] = asked
    if (!tab || !prompt) throw new Error('no tabs')
    const { inviteId } = await ask(tab)
    await tab.do('invite:withdraw', { inviteId })
    for (const each of [...asking, ...asked]) {
      expect(await each.hears('invite:resolved')).toMatchObject({ id: inviteId, state: 'withdrawn' })
    }
    expect(await prompt.ask('invite:accept', { inviteId })).toEqual({ ok: false, code: 'not_found' })
    expect(await prompt.ask('invite:decline', { inviteId })).toEqual({ ok: false, code: 'not_found' })
    // Withdrawn or not, a pair is asked once in 24 hours.
    expect(await tab.ask('invite:send', { roomId: ada.roomId, userId: teo.userId })).toMatchObject({
      ok: false,
      code: 'conflict',
    })
    for (const each of [...asking, ...asked]) each.close()
  })

  test('of someone who said no turns into a yes when they ask themselves', async () => {
    const [tab, prompt] = [await connect(server, ada), await connect(server, teo)]
    const { inviteId } = await ask(tab)
    await prompt.do('invite:decline', { inviteId })
    await prompt.do('invite:send', { roomId: teo.roomId, userId: ada.userId })
    const resolved = await tab.hears('invite:resolved')
    expect(resolved).toMatchObject({ id: inviteId, state: 'accepted' })
    await prompt.hears('invite:resolved', ({ state }) => state === 'accepted')
    tab.close()
    prompt.close()
  })
})

/** Ids and times made equal. */
function masked(heard: Client['heard'], answer: unknown): unknown {
  const text = JSON.stringify({ answer, heard }).replace(/"[\w-]{22}"/g, '"ID"')
  return JSON.parse(text.replace(/\d{8,13}/g, '0'))
}

describe('what an inviter can tell', () => {
  /** All that Ada sees, from asking until a day later, of an invite that comes to this. */
  async function trace(outcome: 'declined' | 'ignored' | 'undelivered' | 'left'): Promise<unknown> {
    const own = await startServer({ limits: { pendingInvites: outcome === 'undelivered' ? 0 : 5 } })
    const asking = await create(own, 'Ada')
    const asked = await join(own, 'Teo', asking.code)
    const [tab, prompt] = [await connect(own, asking), await connect(own, asked)]
    const answers: unknown[] = []
    const send = () => tab.ask('invite:send', { roomId: asking.roomId, userId: asked.userId, note: 'Now?' })
    const first = await tab.do('invite:send', { roomId: asking.roomId, userId: asked.userId, note: 'Now?' })
    answers.push(first)
    await tab.hears('invite:sent')
    const { inviteId } = first
    if (outcome === 'declined') await prompt.do('invite:decline', { inviteId })
    await settled(prompt)
    answers.push(await send())
    const later = await connect(own, asking)
    await later.hears('invite:sent')
    own.travel(SERVER_TIMES.inviteLives + 1_000)
    const muchLater = await connect(own, asking)
    answers.push(await tab.ask('invite:withdraw', { inviteId }), await send())
    for (const client of [tab, later, muchLater]) await settled(client)
    const seen = masked([...tab.heard, ...later.heard, ...muchLater.heard], answers)
    for (const client of [tab, prompt, later, muchLater]) client.close()
    await own.close()
    return seen
  }

  test('is the same for a no, for silence and for an invite that was not delivered', async () => {
    const ignored = await trace('ignored')
    expect(JSON.stringify(ignored)).toContain('"invite:sent"')
    expect(await trace('declined')).toEqual(ignored)
    expect(await trace('undelivered')).toEqual(ignored)
  })

  test('is a withdrawal that works just the same after a no', async () => {
    for (const isDeclined of [true, false]) {
      const asking = await create(server, 'Ada')
      const asked = await join(server, 'Teo', asking.code)
      const [tab, prompt] = [await connect(server, asking), await connect(server, asked)]
      const { inviteId } = await tab.do('invite:send', { roomId: asking.roomId, userId: asked.userId })
      if (isDeclined) await prompt.do('invite:decline', { inviteId })
      expect(await tab.do('invite:withdraw', { inviteId })).toEqual({})
      expect(await tab.hears('invite:resolved')).toMatchObject({ state: 'withdrawn' })
      expect(tab.all('invite:resolved')).toHaveLength(1)
      tab.close()
      prompt.close()
    }
  })
})

describe('a private chat', () => {
  /** Asks and says yes. */
  async function meet(tab: Client, prompt: Client): Promise<{ inviteId: InviteId; privateId: RoomId }> {
    const { inviteId } = await ask(tab)
    const { privateId } = await prompt.do('invite:accept', { inviteId })
    return { inviteId, privateId }
  }

  test('that is opened a second time is the same room, with its history', async () => {
    const [tab, prompt] = [await connect(server, ada), await connect(server, teo)]
    const first = await meet(tab, prompt)
    await say(tab, first.privateId, 'Remember this.')
    await leave(server, teo, first.privateId)
    await leave(server, ada, first.privateId)
    await tab.hears('member:removed', ({ roomId }) => roomId === first.privateId)
    expect(await tab.ask('room:enter', { roomId: first.privateId })).toEqual({ ok: false, code: 'not_found' })
    const second = await meet(tab, prompt)
    expect(second.privateId).toBe(first.privateId)
    expect(second.inviteId).not.toBe(first.inviteId)
    for (const client of [tab, prompt]) {
      const { advance, members } = await client.do('room:enter', { roomId: second.privateId })
      expect(advance.messages.map(({ body }) => body)).toEqual(['Remember this.'])
      expect(members.list.map(({ name }) => name).sort()).toEqual(['Ada', 'Teo'])
    }
    tab.close()
    prompt.close()
  })

  test('shows the one who stays that the other has left, and that they are back', async () => {
    const [tab, prompt] = [await connect(server, ada), await connect(server, teo)]
    const { privateId } = await meet(tab, prompt)
    const stays = await enter(server, { ...ada, roomId: privateId })
    await leave(server, teo, privateId)
    expect(await stays.hears('room:updated')).toMatchObject({
      id: privateId,
      other: { id: teo.userId, name: 'Teo', hasLeft: true },
    })
    expect(await stays.do('room:enter', { roomId: privateId })).toMatchObject({ room: { other: { hasLeft: true } } })
    await meet(tab, prompt)
    await stays.hears('room:updated', (room) => room.kind === 'private' && !room.other.hasLeft)
    for (const client of [tab, prompt, stays]) client.close()
  })
})
