import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createClientMessageId,
  createId,
  createMessageId,
  createRoomCode,
  isClientMessageId,
  isId,
  LOBBY_CODE,
  parseRoomCode,
} from './ids'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('a room code', () => {
  test('is eight letters of Crockford in two groups, and no two of 20,000 are the same', () => {
    const codes = Array.from({ length: 20_000 }, createRoomCode)
    expect(codes.filter((code) => !/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(code))).toEqual([])
    expect(new Set(codes).size).toBe(codes.length)
  })

  test('takes every letter at every place equally often', () => {
    const codes = Array.from({ length: 20_000 }, createRoomCode)
    for (const place of [0, 1, 2, 3, 5, 6, 7, 8]) {
      const counts = new Map<string, number>()
      for (const code of codes) counts.set(code[place] ?? '', (counts.get(code[place] ?? '') ?? 0) + 1)
      const expected = codes.length / ALPHABET.length
      const chiSquare = [...ALPHABET].reduce((sum, letter) => sum + ((counts.get(letter) ?? 0) - expected) ** 2, 0)
      // 31 degrees of freedom: above 90 in one of ten million runs.
      expect(chiSquare / expected).toBeLessThan(90)
    }
  })

  test('is understood however it was typed', () => {
    const noise = fc.constantFrom('', ' ', '-', '  ', '\u2013', '\u2212', '\u00a0', '\t')
    const typed = fc
      .record({ index: fc.array(fc.nat(31), { minLength: 8, maxLength: 8 }), noise: fc.array(noise, { maxLength: 9 }) })
      .chain(({ index, noise }) =>
        fc.tuple(
          fc.constant(index.map((each) => ALPHABET[each] ?? '').join('')),
          fc.constant(noise),
          fc.infiniteStream(fc.nat(2)),
        ),
      )
    fc.assert(
      fc.property(typed, ([letters, noise, choices]) => {
        const choose = () => choices.next().value ?? 0
        const twins: Record<string, string[]> = { 0: ['0', 'o', 'O'], 1: ['1', 'i', 'L'] }
        const input = [...letters]
          .map((letter) => twins[letter]?.[choose()] ?? (choose() ? letter : letter.toLowerCase()))
          .map((letter, at) => `${noise[at] ?? ''}${letter}`)
          .join('')
        expect(parseRoomCode(` ${input}\n`)).toBe(`${letters.slice(0, 4)}-${letters.slice(4)}`)
      }),
    )
  })

  test.each([
    ['k7qf2xmr', 'K7QF-2XMR'],
    ['K7QF 2XMR', 'K7QF-2XMR'],
    ['k7qf—2xmr', 'K7QF-2XMR'],
    ['o0il-L1Oi', '0011-1101'],
    ['lobby', LOBBY_CODE],
    ['  LoBBy ', LOBBY_CODE],
  ])('%j means %s', (typed, code) => {
    expect(parseRoomCode(typed)).toBe(code)
  })

  const malformed = [
    '',
    ' ',
    '-',
    'K7QF',
    'K7QF-2XM',
    'K7QF-2XMRA',
    'K7QF-2XMU',
    'K7QF_2XMR',
    'K7QF-2XM\u0000',
    'lob by',
  ]
  const strange = [
    'l0bby',
    'lobbylub',
    'Кириллиц',
    '🙂🙂🙂🙂',
    '１２３４５６７８',
    'K'.repeat(100_000),
    '\ud800K7QF2XM',
  ]
  test.each([...malformed, ...strange, '__proto__', 'constructor'].map((text) => [text.slice(0, 20), text]))(
    '%j is none',
    (_, text) => {
      expect(parseRoomCode(text)).toBeUndefined()
    },
  )

  test('reads itself, and any text reads as a code or as none', () => {
    for (let count = 0; count < 200; count += 1) {
      const code = createRoomCode()
      expect(parseRoomCode(code)).toBe(code)
    }
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 30 }),
        (text) => {
          expect(parseRoomCode(text) ?? '0000-0000').toMatch(/^(lobby|[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})$/)
        },
      ),
    )
  })
})

describe('an id', () => {
  test('is 128 random bits that fit a URL, and never the same twice', () => {
    const ids = Array.from({ length: 20_000 }, createId)
    expect(ids.every((id) => isId(id) && encodeURIComponent(id) === id)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
    // The last letter carries the last two bits only; all others must use the whole alphabet.
    for (let place = 0; place < 21; place += 1) expect(new Set(ids.map((id) => id[place])).size).toBe(64)
    expect(new Set(ids.map((id) => id[21]))).toEqual(new Set(['A', 'Q', 'g', 'w']))
  })

  test.each([
    '',
    'x'.repeat(21),
    'x'.repeat(23),
    `${'x'.repeat(21)}=`,
    `${'x'.repeat(21)}\n`,
    '../../../../etc/passwd',
  ])('%j is none', (text) => {
    expect(isId(text)).toBe(false)
  })
})

describe('a client message id', () => {
  test('is a UUID of version 7, and never the same twice', () => {
    const ids = Array.from({ length: 5_000 }, createClientMessageId)
    expect(ids.filter((id) => !isClientMessageId(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(ids.map((id) => id[19]))).toEqual(new Set(['8', '9', 'a', 'b']))
  })

  test('of another version, variant, case or length is none', () => {
    const id = '01234567-89ab-4cde-8f01-23456789abcd'
    expect(isClientMessageId(id)).toBe(true)
    const wrong = [id.toUpperCase(), id.replace('4cde', '1cde'), id.replace('8f01', 'cf01'), `${id}0`, ` ${id}`]
    for (const other of [...wrong, id.slice(1), `${id}\n`, id.replaceAll('-', '')])
      expect([other, isClientMessageId(other)]).toEqual([other, false])
  })
})

describe('the id of a message', () => {
  test('is an id like any other, and no two of one millisecond are the same', () => {
    const ids = Array.from({ length: 20_000 }, () => createMessageId(1_790_000_000_000))
    expect(ids.filter((id) => !isId(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('begins as those of the same second begin, and otherwise than those of the next day', () => {
    const startOf = (now: number) => createMessageId(now).slice(0, 6)
    const now = 1_790_000_000_000
    expect(startOf(now + 1_000)).toBe(startOf(now))
    expect(startOf(now + 24 * 3_600_000)).not.toBe(startOf(now))
  })
})
