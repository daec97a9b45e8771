import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandSchemas } from './command-schemas'
import { createClientMessageId, createId, createRoomCode } from './ids'
import { SIZES } from './limits'
import { Command, type CommandName } from './protocol'
import { countBytes, countGraphemes, countWireBytes, type TextLimit } from './text'

const id = createId()
const key = createClientMessageId()

type Sample = { [field: string]: unknown }

/** For each command every shape it may have, with every optional field set. */
const VALID: { [N in CommandName]: readonly Sample[] } = {
  [Command.roomEnter]: [
    { code: createRoomCode(), cursor: 7 },
    { roomId: id, cursor: 0 },
  ],
  [Command.roomLeave]: [{ roomId: id }],
  [Command.roomCatchUp]: [{ roomId: id, cursor: 12 }],
  [Command.roomRead]: [{ roomId: id, seq: 12 }],
  [Command.roomList]: [{}],
  [Command.roomLevel]: [
    { roomId: id, level: 'all' },
    { roomId: id, level: 'mentions' },
    { roomId: id, level: 'nothing' },
  ],
  [Command.roomBurn]: [{ roomId: id }],
  [Command.roomRotate]: [{ roomId: id }],
  [Command.memberRename]: [{ roomId: id, name: 'Bob' }],
  [Command.messageSearch]: [{ roomId: id, query: 'hello wor', beforeSeq: 7 }],
  [Command.messagePage]: [
    { roomId: id, limit: 1, beforeSeq: 3 },
    { roomId: id, limit: 100, afterSeq: 0 },
    { roomId: id, limit: 50, aroundSeq: 2 ** 40 },
    { roomId: id, limit: 50, aroundId: id },
  ],
  [Command.messageSend]: [{ roomId: id, clientMessageId: key, body: 'Hello', replyTo: id }],
  [Command.messageEdit]: [{ roomId: id, messageId: id, body: 'Hello again' }],
  [Command.messageDelete]: [{ roomId: id, messageId: id }],
  [Command.messageReact]: [{ roomId: id, messageId: id, emoji: '👍🏽', on: true }],
  [Command.presenceReport]: [{ visible: false }],
  [Command.typingStart]: [{ roomId: id }],
  [Command.typingStop]: [{ roomId: id }],
  [Command.inviteSend]: [{ roomId: id, userId: id, note: 'Coffee?' }],
  [Command.inviteAccept]: [{ inviteId: id }],
  [Command.inviteDecline]: [{ inviteId: id }],
  [Command.inviteWithdraw]: [{ inviteId: id }],
  [Command.personSilence]: [
    { userId: id, kind: 'mute', on: true },
    { userId: id, kind: 'block', on: false },
  ],
}

const OPTIONAL = new Set(['room:enter cursor', 'message:send replyTo', 'message:search beforeSeq', 'invite:send note'])
const SAMPLES = Object.values(Command).flatMap((name) =>
  VALID[name].map((payload, index) => ({ name, index, payload })),
)

const accepts = (name: CommandName, payload: unknown) => commandSchemas[name].safeParse(payload).success

/** Values that are wrong in every field, whatever its type. */
const NOWHERE = [null, undefined, [], {}, '', ' ', '\u0000', -1, 1.5, Number.NaN, 1e308, 2 ** 53, 1n, Symbol('x')]

function wrongFor(value: unknown): unknown[] {
  const otherTypes: unknown[] = {
    string: [7, true, new String(value)],
    number: ['7', false, String(value), new Number(value)],
    boolean: [0, 1, 'true', 'false'],
  }[typeof value as 'string' | 'number' | 'boolean']
  const wrapped: unknown[] = [[value], { value }, { toString: () => value }, { toJSON: () => value }, () => value]
  const huge = ['x'.repeat(1_000_000), Array(10_000).fill(value), nest(value, 1_000)]
  return [...NOWHERE, ...otherTypes, ...wrapped, ...huge]
}

function nest(value: unknown, depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => ({ inner }), value)
}

/** As it would arrive: `__proto__` is an own key after JSON. */
function withKey(payload: Sample, name: string): unknown {
  return JSON.parse(`{${JSON.stringify(name)}:1,${JSON.stringify(payload).slice(1)}`.replace(',}', '}'))
}

describe.each(SAMPLES)('$name, shape $index', ({ name, payload }) => {
  test('is accepted as it stands, and reads the same again', () => {
    expect(commandSchemas[name].parse(payload)).toEqual(payload)
    expect(accepts(name, Object.assign(Object.create(null), payload))).toBe(true)
  })

  test.each(Object.keys(payload))('without %s it is refused, unless that is optional', (field) => {
    const { [field]: _, ...rest } = payload
    expect(accepts(name, rest)).toBe(OPTIONAL.has(`${name} ${field}`))
  })

  test('with any key too many it is refused', () => {
    const more = ['x', '', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'userId']
    const taken = (added: string) => Object.hasOwn(payload, added)
    for (const added of [...more, 'beforeSeq', 'roomId'].filter((each) => !taken(each)))
      expect([added, accepts(name, withKey(payload, added))]).toEqual([added, false])
  })

  test.each(Object.entries(payload))(
    '%s of a wrong kind, empty, nested, wrapped or huge is refused',
    (field, value) => {
      for (const [index, wrong] of wrongFor(value).entries())
        expect([index, accepts(name, { ...payload, [field]: wrong })]).toEqual([index, false])
    },
  )

  test('anything but an object is refused', () => {
    const things = [undefined, null, true, 0, '', JSON.stringify(payload), [], [payload], { payload }, () => payload]
    for (const thing of [...things, new Map(Object.entries(payload)), nest(payload, 20_000)])
      expect(accepts(name, thing)).toBe(false)
  })

  test('whatever comes, it answers yes or no and never throws', () => {
    const thing = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, maxDepth: 3 })
    const fields = Object.keys(payload)
    const near = fc.record(
      Object.fromEntries(fields.map((field) => [field, fc.oneof(thing, fc.constant(payload[field]))])),
    )
    fc.assert(
      fc.property(fc.oneof(thing, near), (value) => {
        const parsed = commandSchemas[name].safeParse(value)
        if (parsed.success) expect(accepts(name, parsed.data)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('texts in commands', () => {
  const send = (body: unknown) =>
    commandSchemas[Command.messageSend].safeParse({ roomId: id, clientMessageId: key, body })
  const problemOf = (body: unknown) => send(body).error?.issues[0]?.message

  test('are cleaned on the way in', () => {
    expect(send(' a\r\nb\u0000 ').data?.body).toBe('a\nb')
  })

  test('are refused by a word that says why', () => {
    expect([problemOf(''), problemOf(' \n\t '), problemOf('\u0007')]).toEqual(['empty', 'empty', 'empty'])
    expect([problemOf('x'.repeat(4_001)), problemOf('\ud83d')]).toEqual(['too_long', 'unreadable'])
  })

  test('strings that break other programs are only text', () => {
    const strings = [
      '__proto__',
      'constructor',
      "'; drop table messages; --",
      '<script>alert(1)</script>',
      '\u202eabc',
      '=1+1',
    ]
    for (const text of [...strings, '{{7*7}}', '%s%n', 'NaN', '\ufeffx', 'a\u0301', '𝒳'])
      expect(send(text).data?.body).toBe(text.trim())
  })

  test('a note is shorter than a message', () => {
    const invite = (note: string) => accepts(Command.inviteSend, { roomId: id, userId: id, note })
    expect([invite('x'.repeat(140)), invite('x'.repeat(141)), invite('')]).toEqual([true, false, false])
  })
})

describe('a reaction', () => {
  const reacts = (emoji: string) => accepts(Command.messageReact, { roomId: id, messageId: id, emoji, on: true })

  test.each(['👍', '❤️', '👩🏻‍❤️‍💋‍👩🏼', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '🇩🇪'])('may be %s', (emoji) => {
    expect(reacts(emoji)).toBe(true)
  })

  test.each(['a', '1', '👍👍', '👍 ', ' ', '👍\u200d', '🇩', '❤\u200b', ':+1:', '\ud83d', '👍'.repeat(40)])(
    'may not be %j',
    (emoji) => {
      expect(reacts(emoji)).toBe(false)
    },
  )
})

test('a code is understood in a command as it is in a form', () => {
  const enter = commandSchemas[Command.roomEnter]
  expect(enter.parse({ code: 'k7qf 2xmr' })).toEqual({ code: 'K7QF-2XMR' })
  expect(enter.safeParse({ code: `${' '.repeat(SIZES.codeInput)}K7QF2XMR` }).success).toBe(false)
})

/** Texts that go to the limit, each in its own way: by graphemes, by bytes, by what JSON escapes. */
function fullest({ graphemes, bytes }: TextLimit): string[] {
  const letters = ['語', '𝒳', '"', '\\', 'a\n', '👨‍👩‍👧‍👦', `e${'\u0301'.repeat(40)}`]
  return letters.map((letter) => {
    const times = Math.min(graphemes / countGraphemes(letter), bytes / countWireBytes(letter))
    return letter.repeat(Math.floor(times)).trim()
  })
}

test('the biggest command that is legal fits into one frame', () => {
  const [bodies, notes] = [fullest(SIZES.body), fullest(SIZES.note)]
  const biggest = SAMPLES.flatMap(({ name, payload }) => {
    const texts = 'body' in payload ? bodies : 'note' in payload ? notes : ['']
    return texts.map((text) => ({
      name,
      payload: {
        ...payload,
        ...('body' in payload ? { body: text } : {}),
        ...('note' in payload ? { note: text } : {}),
        ...('query' in payload ? { query: text.slice(0, 100) || 'x' } : {}),
        ...('cursor' in payload ? { cursor: Number.MAX_SAFE_INTEGER } : {}),
      },
    }))
  })
  for (const { name, payload } of biggest) {
    expect(accepts(name, payload)).toBe(true)
    // Engine.IO's type, Socket.IO's type and ack id, then JSON (socket.io-protocol, revision 5).
    const frame = `42${Number.MAX_SAFE_INTEGER}${JSON.stringify([name, payload])}`
    expect(countBytes(frame)).toBeLessThanOrEqual(SIZES.frameBytes)
  }
})
