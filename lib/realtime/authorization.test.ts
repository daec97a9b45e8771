import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientMessageId, createId, createRoomCode, type RoomCode } from '../shared/ids'
import { Command, type CommandName, type Payload } from '../shared/protocol'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { openRawSocket } from '../testing/raw-socket'
import { allRows } from '../testing/rows'
import { startServer, type TestServer } from '../testing/server'
import { befriend, invite, leave, say } from '../testing/story'

/** Something a command can be aimed at. Private rooms have no code. */
type Target = Pick<Payload<'message:edit'>, 'roomId' | 'messageId'> &
  Pick<Payload<'invite:send'>, 'userId'> &
  Pick<Payload<'invite:accept'>, 'inviteId'> & { code: RoomCode }

const nowhere = (): Target => ({
  roomId: createId(),
  messageId: createId(),
  userId: createId(),
  inviteId: createId(),
  code: createRoomCode(),
})

const post = ({ roomId }: Target) => ({ roomId, clientMessageId: createClientMessageId(), body: 'Let me in.' })

/** For every command all it can be asked of a target. A command without a row fails the tests. */
const ATTEMPTS: { [N in CommandName]: (target: Target) => Payload<N>[] } = {
  'room:enter': ({ roomId, code }) => [{ roomId }, { roomId, cursor: 0 }, { code }, { code, cursor: 0 }],
  'room:leave': ({ roomId }) => [{ roomId }],
  'room:catch-up': ({ roomId }) => [
    { roomId, cursor: 0 },
    { roomId, cursor: 1_000 },
  ],
  'room:read': ({ roomId }) => [{ roomId, seq: 1 }],
  'message:page': ({ roomId, messageId }) => [
    { roomId, limit: 100, beforeSeq: 1_000 },
    { roomId, limit: 100, afterSeq: 0 },
    { roomId, limit: 100, aroundSeq: 1 },
    { roomId, limit: 100, aroundId: messageId },
  ],
  'message:search': ({ roomId }) => [
    { roomId, query: 'members' },
    { roomId, query: 'o', beforeSeq: 1_000 },
  ],
  'room:list': () => [{}],
  'room:level': ({ roomId }) => [{ roomId, level: 'nothing' }],
  'room:burn': ({ roomId }) => [{ roomId }],
  'room:rotate': ({ roomId }) => [{ roomId }],
  'member:rename': ({ roomId }) => [{ roomId, name: 'Intruder' }],
  'person:silence': ({ userId }) => [
    { userId, kind: 'mute', on: true },
    { userId, kind: 'block', on: true },
    { userId, kind: 'block', on: false },
  ],
  'message:send': (target) => [post(target), { ...post(target), replyTo: target.messageId }],
  'message:edit': ({ roomId, messageId }) => [{ roomId, messageId, body: 'Mine now.' }],
  'message:delete': ({ roomId, messageId }) => [{ roomId, messageId }],
  'message:react': ({ roomId, messageId }) => [
    { roomId, messageId, emoji: '👍', on: true },
    { roomId, messageId, emoji: '👍', on: false },
  ],
  'presence:report': () => [{ visible: true }],
  'typing:start': ({ roomId }) => [{ roomId }],
  'typing:stop': ({ roomId }) => [{ roomId }],
  'invite:send': ({ roomId, userId }) => [{ roomId, userId }],
  'invite:accept': ({ inviteId }) => [{ inviteId }],
  'invite:decline': ({ inviteId }) => [{ inviteId }],
  'invite:withdraw': ({ inviteId }) => [{ inviteId }],
}
/** These say nothing about their target to anybody and change nothing: the same answer for all. */
const HARMLESS: readonly CommandName[] = ['room:leave', 'presence:report']

/** `room:list` answers everybody, of their own rooms. */
function expectedOf(name: CommandName): unknown {
  if (name === 'room:list') return { ok: true, value: { rooms: expect.any(Array), silences: [] } }
  return HARMLESS.includes(name) ? { ok: true, value: {} } : { ok: false, code: 'not_found' }
}

/** Who once shared a room with somebody may silence them, which a test of its own asks. */
const commandsFor = (person: string): CommandName[] =>
  Object.values(Command).filter((name) => name !== 'person:silence' || person === 'a stranger')

let server: TestServer
const who: Record<string, Client> = {}
const targets: Record<string, Target> = {}
const close: Client[] = []

beforeAll(async () => {
  server = await startServer({ limits: { typingSeconds: 0.001, wrongCodes: 1_000_000, invitesPerHour: 1_000_000 } })
  const ada = await create(server, 'Ada')
  const [teo, mina, third] = [
    await join(server, 'Teo', ada.code),
    await join(server, 'Mina', ada.code),
    await join(server, 'Third', ada.code),
  ]
  const room = await enter(server, ada)
  const messageId = await say(room, ada.roomId, 'Only for members.')
  const pending = await invite(server, ada, mina)
  targets.room = { roomId: ada.roomId, messageId, userId: teo.userId, inviteId: pending, code: ada.code }

  const { inviteId, privateId } = await befriend(server, ada, teo)
  const secret = await say(room, privateId, 'Only for two.')
  targets.private = { ...nowhere(), roomId: privateId, messageId: secret, userId: teo.userId, inviteId }

  // Once let in, gone, and asked again: an invite alone opens nothing, whatever was answered.
  for (const [answer, name] of Object.entries({ pending: 'Bo', declined: 'Cy' })) {
    const guest = await join(server, name, ada.code)
    const { privateId: once } = await befriend(server, ada, guest)
    const words = await say(room, once, 'Between us.')
    await leave(server, guest, once)
    const again = await invite(server, ada, guest)
    await leave(server, guest, ada.roomId)
    const client = await connect(server, guest)
    if (answer === 'declined') await client.do('invite:decline', { inviteId: again })
    who[`someone whose invite is ${answer}`] = client
    targets[`the private room of an invite that is ${answer}`] = {
      ...nowhere(),
      roomId: once,
      messageId: words,
      userId: ada.userId,
    }
  }
  who['a stranger'] = await connect(server, await create(server, 'Stranger'))
  who['someone who left'] = await someoneWhoLeft(ada)
  who['someone who lapsed'] = await someoneWhoLapsed(ada)
  who['a member, of what is between two others,'] = await enter(server, third)
  close.push(room, ...Object.values(who))
})
afterAll(async () => {
  for (const client of close) client.close()
  await server.close()
})

/** Watching all the while, so that nothing but the membership keeps them out. */
async function someoneWhoLeft(host: Person): Promise<Client> {
  const person = await join(server, 'Leaver', host.code)
  const client = await enter(server, person)
  await leave(server, person, host.roomId)
  await client.hears('member:removed')
  return client
}

async function someoneWhoLapsed(host: Person): Promise<Client> {
  const person = await join(server, 'Sleeper', host.code)
  server.travel(25 * 3_600_000)
  await join(server, 'Sleeper', host.code)
  return connect(server, person)
}

/** Typing has a budget that cannot be made roomy: whoever spent it asks again. */
async function ask(client: Client, name: CommandName, payload: unknown): Promise<unknown> {
  for (;;) {
    const answer = await client.askAnything(name, payload)
    if (!JSON.stringify(answer).includes('"rate_limited"')) return answer
  }
}

test('every command has a row', () => {
  expect(Object.keys(ATTEMPTS).sort()).toEqual(Object.values(Command).sort())
})

const ROWS: [string, string[]][] = [
  ['a stranger', ['room', 'private']],
  ['someone who left', ['room', 'private']],
  ['someone who lapsed', ['room', 'private']],
  ['someone whose invite is pending', ['room', 'private', 'the private room of an invite that is pending']],
  ['someone whose invite is declined', ['room', 'private', 'the private room of an invite that is declined']],
  ['a member, of what is between two others,', ['private', 'the private room of an invite that is pending']],
]

describe.each(ROWS)('%s is told of what is not theirs as of what is not there', (person, places) => {
  test.each(commandsFor(person))('%s', async (name) => {
    const client = who[person]
    if (!client) throw new Error(`nobody is ${person}`)
    const before = await allRows(server.services.database)
    for (const target of [nowhere(), ...places.map((place) => targets[place] ?? nowhere())]) {
      for (const payload of ATTEMPTS[name](target)) {
        const answer = await ask(client, name, payload)
        expect(answer, JSON.stringify(payload)).toEqual(expectedOf(name))
        expect(JSON.stringify(answer)).not.toContain(target.roomId)
      }
    }
    expect(await allRows(server.services.database)).toEqual(before)
  })
})

test('a member is not told of invites between two others, nor may answer or withdraw them', async () => {
  const third = who['a member, of what is between two others,']
  const inviteId = targets.room?.inviteId
  if (!third || !inviteId) throw new Error('the story did not begin')
  for (const name of ['invite:accept', 'invite:decline', 'invite:withdraw'] as const) {
    expect(await third.ask(name, { inviteId })).toEqual({ ok: false, code: 'not_found' })
  }
  expect(third.heard.filter((event) => event.name.startsWith('invite:'))).toEqual([])
})

test('without a session no command is heard', async () => {
  const before = await allRows(server.services.database)
  for (const name of Object.values(Command)) {
    const socket = await openRawSocket(server.origin)
    await socket.hears('0{')
    socket.send('40{"v":1}')
    expect(await socket.hears('44{')).toContain('"unauthenticated"')
    const [payload] = ATTEMPTS[name](targets.room ?? nowhere())
    socket.send(`420${JSON.stringify([name, payload])}`)
    await socket.closed
    expect(socket.texts.filter((text) => text.startsWith('43'))).toEqual([])
  }
  expect(await allRows(server.services.database)).toEqual(before)
})

test('the same asked by a member who may is granted, so that none of this is said to everybody', async () => {
  const ada = await create(server, 'Ada')
  const [teo, bo] = [await join(server, 'Teo', ada.code), await join(server, 'Bo', ada.code)]
  const client = await enter(server, ada)
  const target = { ...nowhere(), ...ada, messageId: await say(client, ada.roomId, 'Mine.'), userId: teo.userId }
  for (const name of Object.values(Command).filter((command) => !/^(invite:(acc|dec|wit)|room:leave)/.test(command))) {
    for (const payload of ATTEMPTS[name](target)) {
      const answer = await ask(client, name, payload)
      // Its own message is gone by the time it is reacted to.
      const isGone = name === 'message:react'
      const code = isGone ? 'not_found' : name === 'room:burn' ? 'forbidden' : undefined
      const expected = code === undefined ? { ok: true } : { ok: false, code }
      expect(answer, JSON.stringify(payload)).toMatchObject(expected)
    }
  }
  const [first, second] = [await invite(server, bo, teo), await invite(server, bo, ada)]
  const invitee = await connect(server, teo)
  expect(await invitee.ask('invite:decline', { inviteId: first })).toMatchObject({ ok: true })
  expect(await client.ask('invite:accept', { inviteId: second })).toMatchObject({ ok: true })
  expect(await client.ask('invite:withdraw', { inviteId: second })).toEqual({ ok: false, code: 'not_found' })
  client.close()
  invitee.close()
})
