// Input that no honest client sends, made by chance: payloads of every command, packets and frames.
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { Command } from '#lib/shared/protocol'
import type { Random } from '#lib/testing/random'

const TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    'a\udc00',
    '\u202e\u2066',
    '\u200b\u2060\ufeff',
    '\u1160\u3164',
    'e'.padEnd(600, '\u0301'),
  ],
  ...[
    '👩‍'.repeat(64),
    'İıßẞﷺ',
    '__proto__',
    'constructor',
    'toString',
    '1e309',
    '-0',
    '9007199254740993',
    'NaN',
    '\r\n\u001b[31m',
  ],
  ...[
    'javascript&colon;alert(1)',
    'data:text/html,x',
    '=cmd|',
    '<img src=x onerror=alert(1)>',
    "'; drop table messages; --",
    'x'.repeat(9_000),
  ],
]
const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    2 ** 53,
    1e308,
    [],
    {},
    [[]],
    { toString: 'x' },
    { __proto__: null },
    TEXTS,
    [null, null],
  ],
]

/** A command and arguments for it: a right payload with one thing wrong, or something else altogether. */
export function wrongCommand(random: Random, right: Record<string, unknown>): [name: string, ...args: unknown[]] {
  const name = random.chance(97) ? random.pick(Object.values(Command)) : random.pick(TEXTS)
  const kind = random.below(10)
  if (kind === 0)
    return [name, ...fc.sample(fc.array(fc.anything({ withNullPrototype: false }), { maxLength: 3 }), seeded(random))]
  if (kind === 1) return [name, random.pick(VALUES)]
  const payload: Record<string, unknown> = { ...right }
  const field = random.pick(Object.keys(right))
  if (kind === 2) delete payload[field]
  else if (kind === 3) payload[random.pick(TEXTS)] = random.pick(VALUES)
  else if (kind < 7) payload[field] = random.pick(VALUES)
  else if (kind < 9) payload[field] = random.pick(TEXTS)
  else payload[field] = [payload[field]]
  return [name, payload]
}

function seeded(random: Random): { seed: number; numRuns: 1 } {
  return { seed: random.below(2 ** 31), numRuns: 1 }
}

const PACKETS = [
  ...[
    '42{"toString":"x"}',
    '42[]',
    '42[null]',
    '42null',
    '42["room:leave"',
    '42["connect",{}]',
    '42["disconnecting",{}]',
    '40{"v":1}{',
  ],
  ...[
    '43"ack"',
    '45["room:leave"]',
    '451["room:leave",{"_placeholder":true,"num":"splice"}]',
    '4599999999999-["x",{"_placeholder":true,"num":0}]',
  ],
  ...[
    '49["x",{}]',
    '4',
    '4x',
    '9',
    'b4',
    '',
    '430["x"]',
    '43__proto__["x"]',
    '40/admin,{"v":1}',
    '6',
    '42',
    '2probe',
    '5',
    '1',
    '421[1,{}]',
  ],
  ...['421["room:leave",{"roomId":1}]', `421["message:send",${'['.repeat(2_000)}${']'.repeat(2_000)}]`],
]

/** A text packet: one that is known to have hurt somebody, or one of those with a byte changed. */
export function wrongPacket(random: Random): string {
  const packet = random.pick(PACKETS)
  if (random.chance(50) || packet === '') return packet
  const at = random.below(packet.length)
  const other = random.pick(['"', '[', '{', '0', '-', '\\', '\u0000', '4', '5', ''])
  return packet.slice(0, at) + other + packet.slice(at + (random.chance(50) ? 1 : 0))
}

export type WrongFrame = {
  opcode: number
  payload: Buffer
  isFinal: boolean
  isMasked: boolean
  reserved: number
  length?: number
}

/** A WebSocket frame that breaks a rule of RFC 6455, most of the time. */
export function wrongFrame(random: Random): WrongFrame {
  const payload = randomBytes(random.below(200))
  const frame = {
    opcode: random.below(16),
    payload,
    isFinal: random.chance(60),
    isMasked: random.chance(80),
    reserved: random.chance(30) ? random.below(8) : 0,
  }
  return random.chance(10) ? { ...frame, length: payload.length + random.below(1_000_000) } : frame
}
