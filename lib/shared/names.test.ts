import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SIZES } from './limits'
import { caseKey, hueOf, initialsOf, parseUsername, suggestName, tagOf, type Username } from './names'
import { countBytes, countGraphemes } from './text'

function nameOf(text: string): Username {
  const parsed = parseUsername(text)
  if (!parsed.ok) throw new Error(`${JSON.stringify(text)} is refused: ${parsed.problem}`)
  return parsed.name
}

function problemOf(text: string): string | undefined {
  const parsed = parseUsername(text)
  return parsed.ok ? undefined : parsed.problem
}

function codePoints(...ranges: [number, number][]): string[] {
  return ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
  )
}

/** Any code unit or code point, lone surrogates among them. */
const anything = fc.oneof(
  fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
  fc.nat(0x10ffff).map((point) => String.fromCodePoint(point)),
)

const hex = (text: string) => [...text].map((letter) => `U+${letter.codePointAt(0)?.toString(16)}`).join(' ')

describe('a name is a text that can be seen', () => {
  const accepted = ['Bob', "O'Neill", 'Ana-María', '小林 七海', 'नीरज', 'محمد', 'İpek', 'ﷺ', 'x', '123', '한글', 'ก็็็็']
  test.each([...accepted, 'ẞ', 'É', 'a.b_c', '$', '✝', '🙂', '👍🏽', '🇩🇪', '1️⃣', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('%s is a name', (text) => {
    expect(nameOf(text)).toBe(text.normalize('NFC'))
  })

  test('nothing, and nothing but space of any kind, is empty', () => {
    for (const text of ['', ' ', '\t\n', '\u00a0', '\u2003\u3000', '\ufeff']) expect(problemOf(text)).toBe('empty')
  })

  const invisible = {
    'control characters': codePoints([0x01, 0x08], [0x0e, 0x1f], [0x7f, 0x9f]),
    'bidirectional controls': codePoints([0x202a, 0x202e], [0x2066, 0x2069], [0x200e, 0x200f], [0x61c, 0x61c]),
    'zero-width characters': codePoints([0x200b, 0x200d], [0x2060, 0x2064], [0x180e, 0x180e], [0xad, 0xad]),
    'blank fillers': ['\u115f', '\u1160', '\u2800', '\u3164', '\uffa0', '\u{1d159}', '\u{13441}', '\u{13442}'],
    'marks that draw nothing': ['\u034f', '\u17b4', '\u17b5', '\u{16fe4}'],
    'variation selectors': codePoints([0xfe00, 0xfe0f], [0xe0100, 0xe01ef], [0x180b, 0x180d]),
    'tag characters': codePoints([0xe0000, 0xe007f]),
    'private use': ['\ue000', '\uf8ff', '\u{f0000}', '\u{10fffd}'],
    unassigned: ['\u0378', '\u{2fffe}', '\uffff'],
    'lone surrogates': ['\ud800', '\udbff', '\udc00', '\udfff', '\udc00\ud800'],
    'musical and shorthand format controls': codePoints([0x1d173, 0x1d17a], [0x1bca0, 0x1bca3]),
    'line and paragraph separators inside': ['\u2028', '\u2029'],
  }
  test.each(Object.entries(invisible))('%s are refused, alone, inside and around', (_, letters) => {
    for (const letter of letters) {
      expect([hex(letter), problemOf(`Bo${letter}b`)]).toEqual([hex(letter), 'not_visible'])
      if (letter.trim() === '') continue
      for (const text of [letter, `${letter}Bob`, `Bob${letter}`, `🙂${letter}`])
        expect([hex(text), problemOf(text)]).toEqual([hex(text), 'not_visible'])
    }
  })

  test('a joiner is allowed inside an emoji and nowhere else', () => {
    expect(nameOf('Ann 👨‍👩‍👧')).toBe('Ann 👨‍👩‍👧')
    for (const text of ['a\u200db', '👨‍a', '👨‍', '‍👨', `${'👨‍'.repeat(63)}👨`])
      expect(problemOf(text)).toBe('not_visible')
  })

  test('marks stand on a letter, at most four on one', () => {
    expect(nameOf('q̃̃̃̃')).toBe('q̃̃̃̃')
    expect(problemOf('q̃̃̃̃̃')).toBe('not_visible')
    expect(problemOf(`Z${'\u0301'.repeat(500)}`)).toBe('not_visible')
    for (const text of ['\u0301', '\u20dd', '\u0301Bob', 'Bob \u0301', '\u0e31'])
      expect(problemOf(text)).toBe('not_visible')
  })
})

describe('one name has one spelling', () => {
  test('composed and decomposed twins are one name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        expect(parseUsername(text.normalize('NFD'))).toEqual(parseUsername(text.normalize('NFC')))
      }),
    )
    expect(nameOf('Cafe\u0301')).toBe('Caf\u00e9')
    expect(nameOf('\u1112\u1161\u11ab')).toBe('\ud55c')
  })

  test('space outside goes, space inside becomes one plain space', () => {
    expect(nameOf(' \t Bob \u3000\u00a0 Roe \n')).toBe('Bob Roe')
  })

  test('a name that was read once reads the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const parsed = parseUsername(text)
        if (parsed.ok) expect(parseUsername(parsed.name)).toEqual(parsed)
      }),
    )
  })

  test('whatever comes in, what comes out is a bounded, well-formed name or a problem', () => {
    fc.assert(
      fc.property(fc.string({ unit: anything, maxLength: 60 }), (text) => {
        const parsed = parseUsername(text)
        if (!parsed.ok) return
        expect(parsed.name.isWellFormed()).toBe(true)
        expect(countGraphemes(parsed.name)).toBeLessThanOrEqual(SIZES.nameGraphemes)
        expect(countBytes(parsed.name)).toBeLessThanOrEqual(SIZES.nameBytes)
        expect(parsed.name).not.toMatch(/[\p{Cc}\p{Cs}\p{Co}\p{Bidi_Control}]|^\s|\s$/u)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a name has 32 graphemes and 128 bytes at most', () => {
  test.each([
    ['32 letters', 'x'.repeat(32), undefined],
    ['33 letters', 'x'.repeat(33), 'too_long'],
    ['32 letters of four bytes', '𝒳'.repeat(32), undefined],
    ['32 graphemes of which one has two code points', `${'𝒳'.repeat(31)}é\u0300`, undefined],
    ['32 graphemes in 129 bytes', `${'𝒳'.repeat(31)}ẹ̈`, 'too_long'],
    ['five families, which are 125 bytes', '👨‍👩‍👧‍👦'.repeat(5), undefined],
    ['six families', '👨‍👩‍👧‍👦'.repeat(6), 'too_long'],
    ['a megabyte, without reading it', 'x'.repeat(1_000_000), 'too_long'],
  ])('%s', (_, text, problem) => {
    expect(problemOf(text)).toBe(problem)
  })
})

describe('names that differ in ASCII case only are told apart', () => {
  test.each([
    ['Bob', 'bob', true],
    ['BOB 2', 'bob 2', true],
    ['Bob', 'Rob', false],
    ['É', 'é', false],
    ['İ', 'i', false],
    ['ẞ', 'ß', false],
    ['\u212a', 'k', false],
  ])('%s and %s share a key: %s', (one, other, isSame) => {
    expect(caseKey(one) === caseKey(other)).toBe(isSame)
  })

  test('[E43] tag and hue are stable for a user and spread over users', () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `user-${index}`)
    expect(ids.map(tagOf)).toEqual(ids.map(tagOf))
    expect(ids.every((id) => /^\d{3}$/.test(tagOf(id)))).toBe(true)
    expect(new Set(ids.map(tagOf)).size).toBeGreaterThan(800)
    expect(new Set(ids.map(hueOf))).toEqual(new Set(Array.from({ length: 12 }, (_, hue) => hue)))
  })

  test.each([
    ['Ada Lovelace', 'AL'],
    ['bob', 'BO'],
    ['x', 'X'],
    ['Ana María del Mar', 'AM'],
    ['👨‍👩‍👧 Roe', '👨‍👩‍👧R'],
    ['', ''],
  ])('the initials of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})

describe('a taken name comes with one that is free', () => {
  test('the next number is offered', () => {
    expect(suggestName(nameOf('Bob'), () => false)).toBe('Bob 2')
    expect(suggestName(nameOf('Bob'), (name) => ['Bob 2', 'Bob 3'].includes(name))).toBe('Bob 4')
  })

  test('a long name is shortened, never cut through a grapheme', () => {
    expect(suggestName(nameOf('x'.repeat(32)), () => false)).toBe(`${'x'.repeat(30)} 2`)
    expect(suggestName(nameOf('👨‍👩‍👧‍👦'.repeat(5)), () => false)).toBe(`${'👨‍👩‍👧‍👦'.repeat(5)} 2`)
    expect(suggestName(nameOf(`${'👨‍👩‍👧‍👦'.repeat(5)}abc`), () => false)).toBe(`${'👨‍👩‍👧‍👦'.repeat(5)}a 2`)
  })

  test('what is offered would be accepted as it stands', () => {
    const taken = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 32 }), taken, (text, count) => {
        const parsed = parseUsername(text)
        if (!parsed.ok) return
        let asked = 0
        const offered = suggestName(parsed.name, () => asked++ < count)
        expect(parseUsername(offered)).toEqual({ ok: true, name: offered })
      }),
      { numRuns: 300 },
    )
  })

  test('where a thousand are taken, the search ends', () => {
    expect(suggestName(nameOf('Bob'), () => true)).toBe('Bob')
  })
})
