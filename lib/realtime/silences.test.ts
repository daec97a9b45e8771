// Mute and block: kept for oneself, and invisible to the other.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, invite, say } from '../testing/story'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

async function settled(client: Client): Promise<Client['heard']> {
  await client.do('presence:report', { visible: true })
  return client.heard
}

/** Ids and times made equal, so that what is left is what a person, or a program of theirs, could tell apart. */
function masked(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value)
      .replace(/"[\w-]{22}"/g, '"ID"')
      .replace(/\d{13}/g, '0')
      .replace(/"[0-9A-Z]{4}-[0-9A-Z]{4}"/g, '"CODE"')
      .replace(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '"KEY"'),
  )
}

test('both are told to every tab of one’s own, listed, and ended; the other hears nothing', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const tabs = [await enter(server, ada), await connect(server, ada)]
  const other = await enter(server, teo)
  const before = (await settled(other)).length
  const [tab] = tabs
  if (!tab) throw new Error('no tab')
  await tab.do('person:silence', { userId: teo.userId, kind: 'mute', on: true })
  await tab.do('person:silence', { userId: teo.userId, kind: 'block', on: true })
  const both = [
    { userId: teo.userId, name: 'Teo', kind: 'block' },
    { userId: teo.userId, name: 'Teo', kind: 'mute' },
  ]
  for (const each of tabs) {
    const { silences } = await each.hears('silences:changed', (changed) => changed.silences.length === 2)
    expect(silences).toEqual(expect.arrayContaining(both))
  }
  expect((await tab.do('room:list', {})).silences).toEqual(expect.arrayContaining(both))
  for (const kind of ['mute', 'block'] as const) {
    await tab.do('person:silence', { userId: teo.userId, kind, on: false })
  }
  await tab.hears('silences:changed', ({ silences }) => silences.length === 0)
  expect((await settled(other)).slice(before)).toEqual([])
  for (const client of [...tabs, other]) client.close()
})

/** All that an asking person is answered and hears, from before the asking to after the asked one came back. */
async function traceOf(isBlocked: boolean): Promise<{ asker: unknown; asked: string[]; back: string[] }> {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const [asked, asker] = [await enter(server, ada), await enter(server, teo)]
  if (isBlocked) await asked.do('person:silence', { userId: teo.userId, kind: 'block', on: true })
  const told: unknown[] = []
  const roomId = ada.roomId
  const ask = async () => {
    const answer = JSON.stringify(await asker.ask('invite:send', { roomId, userId: ada.userId, note: 'Coffee?' }))
    // What is left of a day falls with every millisecond.
    told.push(JSON.parse(answer.replace(/("retryAfterMs"):\d+/, '$1:0')))
  }
  await ask()
  await asker.hears('invite:sent')
  await ask()
  told.push(await asker.ask('room:list', {}))
  await say(asker, roomId, 'Hello?')
  await asker.hears('room:stirred')
  asker.close()
  const again = await connect(server, teo)
  const { id } = await again.hears('invite:sent')
  told.push(await again.ask('invite:withdraw', { inviteId: id }))
  await again.hears('invite:resolved')
  const heard = [...asker.heard, ...(await settled(again))].filter(({ name }) => name !== 'presence:changed')
  const names = (client: Client) => client.heard.map(({ name }) => name)
  await settled(asked)
  const back = await connect(server, ada)
  await settled(back)
  for (const client of [asked, again, back]) client.close()
  return { asker: masked({ told, heard }), asked: names(asked), back: names(back) }
}

test('who is blocked cannot tell: every answer and event of theirs is the same, byte for byte', async () => {
  const [open, blocked] = [await traceOf(false), await traceOf(true)]
  expect(JSON.stringify(blocked.asker)).toBe(JSON.stringify(open.asker))
  expect(open.asked).toContain('invite:received')
  expect(blocked.asked).not.toContain('invite:received')
  expect(blocked.back.filter((name) => name.startsWith('invite:'))).toEqual([])
})

test('an invite that waits when its sender is blocked is gone for the one, and pending for the other', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const inviteId = await invite(server, teo, ada)
  const [asked, asker] = [await connect(server, ada), await connect(server, teo)]
  await asked.hears('invite:received')
  await asker.hears('invite:sent')
  const before = (await settled(asker)).length
  await asked.do('person:silence', { userId: teo.userId, kind: 'block', on: true })
  expect(await asked.hears('invite:resolved')).toMatchObject({ id: inviteId, state: 'declined' })
  expect((await settled(asker)).slice(before)).toEqual([])
  const again = await connect(server, teo)
  expect(await again.hears('invite:sent')).toMatchObject({ id: inviteId, state: 'pending' })
  // The blocker may still ask: that is a yes of their own, as after any no.
  const { inviteId: own } = await asked.do('invite:send', { roomId: ada.roomId, userId: teo.userId })
  expect(own).toBe(inviteId)
  for (const client of [asked, asker, again]) client.close()
})

test('in a private room a blocked person’s messages are kept and answered like any', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const { privateId } = await befriend(server, ada, teo)
  const [own, other] = [await connect(server, ada), await connect(server, teo)]
  for (const client of [own, other]) await client.do('room:enter', { roomId: privateId })
  await own.do('person:silence', { userId: teo.userId, kind: 'block', on: true })
  await say(other, privateId, 'Are you there?')
  await own.hears('room:advanced', ({ messages }) => messages.some(({ body }) => body === 'Are you there?'))
  await own.hears('room:stirred', ({ roomId }) => roomId === privateId)
  for (const client of [own, other]) client.close()
})

test('a stranger cannot silence, and so not learn who there is; who once shared a room can', async () => {
  const ada = await create(server, 'Ada')
  const stranger: Person = await create(server, 'Stranger')
  const client = await connect(server, stranger)
  const silence = (userId: Person['userId']) => client.ask('person:silence', { userId, kind: 'block', on: true })
  expect(await silence(ada.userId)).toEqual({ ok: false, code: 'not_found' })
  expect(await silence(stranger.userId)).toMatchObject({ ok: false, code: 'invalid' })
  await join(server, 'Once', ada.code, stranger)
  await server.services.database.write
    .updateTable('members')
    .set({ standing: 'left' })
    .where('user_id', '=', stranger.userId)
    .execute()
  expect(await silence(ada.userId)).toEqual({ ok: true, value: {} })
  client.close()
})
