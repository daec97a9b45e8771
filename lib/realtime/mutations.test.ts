import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientMessageId, createId } from '../shared/ids'
import { Command, type CommandName, type Payload } from '../shared/protocol'
import { type Canary, canary } from '../testing/canary'
import { type Client, create, enter, join, type Person } from '../testing/client'
import { seedsFor } from '../testing/random'
import { allRows } from '../testing/rows'
import { startServer, type TestServer } from '../testing/server'

const [SEED = 1] = seedsFor(1)
const ANYTHING_PER_COMMAND = 150

let server: TestServer
let pair: Canary
let ada: Person
let teo: Person
let client: Client
let valid: { [N in CommandName]: Payload<N> }

beforeAll(async () => {
  // A budget would answer in the schema's place.
  server = await startServer({ limits: { typingSeconds: 0.001, invitesPerHour: 1_000_000, readsPerSecond: 1_000_000 } })
  pair = await canary(server)
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
  client = await enter(server, ada)
  const { roomId } = ada
  const { id: messageId } = await client.do('message:send', {
    roomId,
    clientMessageId: createClientMessageId(),
    body: 'The one that stands.',
  })
  const inviteId = createId<Payload<'invite:accept'>['inviteId']>()
  valid = {
    'room:enter': { roomId },
    'room:leave': { roomId },
    'room:catch-up': { roomId, cursor: 0 },
    'room:read': { roomId, seq: 0 },
    'message:page': { roomId, limit: 10, beforeSeq: 1 },
    'room:list': {},
    'room:level': { roomId, level: 'mentions' },
    'room:burn': { roomId },
    'room:rotate': { roomId },
    'member:rename': { roomId, name: 'Ada' },
    'message:search': { roomId, query: 'stands' },
    'person:silence': { userId: teo.userId, kind: 'mute', on: true },
    'message:send': { roomId, clientMessageId: createClientMessageId(), body: 'hello' },
    'message:edit': { roomId, messageId, body: 'changed' },
    'message:delete': { roomId, messageId },
    'message:react': { roomId, messageId, emoji: '👍', on: true },
    'presence:report': { visible: true },
    'typing:start': { roomId },
    'typing:stop': { roomId },
    'invite:send': { roomId, userId: teo.userId },
    'invite:accept': { inviteId },
    'invite:decline': { inviteId },
    'invite:withdraw': { inviteId },
  }
})
afterAll(async () => {
  await pair.sings()
  client.close()
  pair.close()
  await server.close()
})

const NAUGHTY_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', '']
/** Eight wrong types, and shapes that look like the right one. */
const WRONG: unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  '1e9',
  [],
  {},
  Buffer.from('bytes'),
  { toString: 'x' },
  { $ne: null },
  ['a', 'b'],
  '__proto__',
  '\u0000',
  '\ud800',
  'x'.repeat(12_001),
  Array.from({ length: 3_000 }, () => 0),
]

/** An object with this very key, also where plain assignment would set the prototype. */
function withKey(payload: object, key: string, value: unknown): object {
  return Object.defineProperty({ ...payload }, key, { value, enumerable: true })
}

/** Typing has the only budget that cannot be made roomy: whoever spent it asks again. */
async function ask(name: CommandName, payload: unknown): Promise<unknown> {
  for (;;) {
    const answer = await client.askAnything(name, payload)
    if (!JSON.stringify(answer).includes('"rate_limited"')) return answer
  }
}

function* mutationsOf(payload: object): Generator<[string, unknown]> {
  const replaced = [null, 0, 1, 'text', true, [], Buffer.from('bytes'), ...(isEmpty(payload) ? [] : [{}])]
  yield* replaced.map((value): [string, unknown] => ['replaced', value])
  yield ['in an array', [payload]]
  yield ['nested', { payload }]
  yield ['as text', JSON.stringify(payload)]
  yield ['deep', JSON.parse(`${'['.repeat(900)}${']'.repeat(900)}`)]
  yield ['wide', Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`k${at}`, at]))]
  for (const key of ['extra', ...NAUGHTY_KEYS]) {
    yield [`with ${key}`, withKey(payload, key, 'x')]
    yield [`with ${key} as an object`, withKey(payload, key, { polluted: true })]
  }
  for (const [key, value] of Object.entries(payload)) {
    yield [`without ${key}`, Object.fromEntries(Object.entries(payload).filter(([name]) => name !== key))]
    yield [`${key} under another name`, { ...withKey(payload, key, undefined), [key.toUpperCase()]: value }]
    yield [`${key} in an array`, withKey(payload, key, [value])]
    yield [`${key} nested`, withKey(payload, key, { [key]: value })]
    for (const wrong of WRONG) {
      if (typeof wrong === typeof value && !isWrongValue(key, wrong)) continue
      yield [`${key} is ${JSON.stringify(wrong)?.slice(0, 20)}`, withKey(payload, key, wrong)]
    }
  }
}

const isEmpty = (payload: unknown): boolean => JSON.stringify(payload) === '{}'

/** Whether a value of the right type is still none that the field takes. */
function isWrongValue(key: string, value: unknown): boolean {
  if (typeof value === 'boolean') return false
  if (typeof value !== 'string' || !['body', 'query', 'name'].includes(key)) return true
  return value.trim() === '' || value.length > 12_000 || /[\0\ud800]/.test(value)
}

describe.each(Object.values(Command))('%s', (name) => {
  test('refuses every payload that is not quite its own, and writes nothing', async () => {
    const before = await allRows(server.services.database)
    let count = 0
    for (const [what, payload] of mutationsOf(valid[name])) {
      expect(await ask(name, payload), what).toMatchObject({
        ok: false,
        code: expect.stringMatching(/^(invalid|too_large)$/),
      })
      count += 1
    }
    expect(count).toBeGreaterThanOrEqual(isEmpty(valid[name]) ? 25 : 50)
    expect(await allRows(server.services.database)).toEqual(before)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test(`refuses whatever else there is (seed ${SEED})`, async () => {
    const before = await allRows(server.services.database)
    const key = fc.constantFrom(...Object.keys(valid[name]), ...NAUGHTY_KEYS, 'cursor', 'note', 'replyTo', 'code')
    const any = fc.oneof(fc.object({ key, maxDepth: 3 }), fc.jsonValue(), fc.string({ unit: 'binary' }))
    for (const payload of fc.sample(any, { numRuns: ANYTHING_PER_COMMAND, seed: SEED })) {
      const isValid = /^\{"visible":(true|false)\}$/.test(JSON.stringify(payload)) || isEmpty(payload)
      if (isValid) continue
      expect(await ask(name, payload), JSON.stringify(payload)).toMatchObject({ ok: false })
    }
    expect(await allRows(server.services.database)).toEqual(before)
  })
})

test('every command takes the payload that the others are made of', async () => {
  const refused: string[] = []
  for (const name of Object.values(Command)) {
    if (JSON.stringify(await ask(name, valid[name])).includes('"invalid"')) refused.push(name)
  }
  expect(refused).toEqual([])
})
