import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SIZES } from './limits'
import { cleanText, countBytes, countGraphemes, countWireBytes, measureText, stableHash, textProblem } from './text'

const BODY = SIZES.body

describe('cleaned text', () => {
  test.each([
    ['line breaks of every kind become one', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['control characters go, tab and line break stay', 'a\u0000b\u001b[31mc\u007f\u0085d\te', 'ab[31mcd\te'],
    ['space around goes', ' \n\u00a0a b\u2003\t', 'a b'],
    ['inner space stays', 'a   b\n\n\n  c', 'a   b\n\n\n  c'],
    ['direction marks of a right-to-left text stay', 'שלום \u200fעולם', 'שלום \u200fעולם'],
    ['emoji stay whole', '👨‍👩‍👧 1️⃣', '👨‍👩‍👧 1️⃣'],
    ['letters are kept as typed, composed or not', 'e\u0301\u00e9', 'e\u0301\u00e9'],
    ['nothing stays nothing', '\u0000 \r\n', ''],
  ])('%s', (_, text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned)
  })

  test('is clean', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 100 }),
        (text) => {
          expect(cleanText(cleanText(text))).toBe(cleanText(text))
        },
      ),
    )
  })
})

describe('a text is refused for one reason', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['only characters that draw nothing', '\u200B\u2060\uFEFF\u3164', 'empty'],
    ['one letter', 'a', undefined],
    ['a lone high surrogate', 'a\ud83d', 'unreadable'],
    ['a lone low surrogate', '\ude00a', 'unreadable'],
    ['surrogates in the wrong order', '\ude00\ud83d', 'unreadable'],
    ['4,000 graphemes', 'x'.repeat(4_000), undefined],
    ['4,001 graphemes', 'x'.repeat(4_001), 'too_long'],
    ['4,000 letters of three bytes, which are 12,000', '語'.repeat(4_000), undefined],
    ['one byte more', `${'語'.repeat(3_999)}𝒳`, 'too_long'],
    ['3,000 letters of four bytes, which are 12,000', '𝒳'.repeat(3_000), undefined],
    ['one of them more', '𝒳'.repeat(3_001), 'too_long'],
    ['a family counts as one', '👨‍👩‍👧‍👦'.repeat(480), undefined],
    ['and by its bytes', '👨‍👩‍👧‍👦'.repeat(481), 'too_long'],
    ['a letter under 6,000 marks is one grapheme of 12,001 bytes', `a${'\u0301'.repeat(6_000)}`, 'too_long'],
    ['4,000 line breaks, two bytes each on the wire', '\n'.repeat(4_000), undefined],
  ])('%s', (_, text, problem) => {
    expect(textProblem(text, BODY)).toBe(problem)
  })

  test('a quote, a backslash and a line break weigh two bytes on the wire, as JSON writes them', () => {
    const limit = { graphemes: 100, bytes: 4 }
    for (const letter of ['"', '\\', '\n', '\t']) {
      expect(countWireBytes(letter)).toBe(2)
      expect(textProblem(letter.repeat(2), limit)).toBeUndefined()
      expect(textProblem(letter.repeat(3), limit)).toBe('too_long')
    }
  })

  test('ten megabytes are refused by their bytes, without counting graphemes', () => {
    const started = performance.now()
    expect(textProblem('x'.repeat(10_000_000), BODY)).toBe('too_long')
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('the measure beside the composer', () => {
  const limit = { graphemes: 10, bytes: 30 }

  test.each([
    ['within', 'x'.repeat(10), { graphemes: 10, over: 0 }],
    ['too many graphemes', 'x'.repeat(13), { graphemes: 13, over: 3 }],
    ['too many bytes', '𝒳'.repeat(8), { graphemes: 8, over: 1 }],
    ['both', '𝒳'.repeat(12), { graphemes: 12, over: 5 }],
    ['nothing', '', { graphemes: 0, over: 0 }],
  ])('%s', (_, text, measure) => {
    expect(measureText(text, limit)).toEqual(measure)
  })

  test('says over exactly when the text would be refused as too long', () => {
    const letters = fc.constantFrom('x', 'é', '語', '𝒳', '"', '\n', '👨‍👩‍👧', 'e\u0301')
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 40 }), (parts) => {
        const text = parts.join('')
        expect(measureText(text, limit).over > 0).toBe(textProblem(text, limit) === 'too_long')
      }),
    )
  })

  test('does not ask to cut more than there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const { graphemes, over } = measureText(text, { graphemes: 3, bytes: 5 })
        expect(over).toBeLessThanOrEqual(graphemes)
      }),
    )
  })
})

test('counts are the ones a reader, a wire and a disk make', () => {
  expect([countGraphemes('👨‍👩‍👧é🇩🇪'), countGraphemes(''), countGraphemes('e\u0301\r\n')]).toEqual([3, 0, 2])
  expect([countBytes('aé語𝒳'), countBytes('')]).toEqual([10, 0])
  expect([countWireBytes('aé語𝒳'), countWireBytes('a"\n'), countWireBytes('')]).toEqual([10, 5, 0])
})

test('the stable hash is FNV-1a, the same on every machine', () => {
  expect(stableHash('')).toBe(0x811c9dc5)
  expect(stableHash('a')).toBe(0xe40c292c)
  expect(stableHash('foobar')).toBe(0xbf9cf968)
})
