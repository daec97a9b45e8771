import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findWordRanges, fold, queryWordsOf, wordsOf } from './words'

const marked = (text: string, query: string): string[] =>
  findWordRanges(text, queryWordsOf(query)).map(({ start, end }) => text.slice(start, end))

describe('the words of a text', () => {
  test.each([
    ['Hello, wörld! Hello.', ['hello', 'world']],
    ['ΟΔΟΣ οδός', ['οδοσ']],
    ['İstanbul ﬁne ㎏', ['istanbul', 'fine', 'kg']],
    ['"a" OR b* -c NEAR(d) it\'s', ['a', 'or', 'b', 'c', 'near', 'd', 'it', 's']],
    ['今日は 10時', ['今日は', '10時']],
    ['🙂 👍🏽 …', []],
    ['', []],
  ])('%j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  test('a long run counts by its first sixty letters, and a text by its first two thousand words', () => {
    expect(wordsOf('x'.repeat(100))).toEqual(['x'.repeat(60)])
    expect(wordsOf('𝒳'.repeat(100))).toEqual(['x'.repeat(60)])
    expect(wordsOf('𐐨'.repeat(100))).toEqual(['𐐨'.repeat(60)])
    expect(wordsOf(Array.from({ length: 3_000 }, (_, at) => `w${at}`).join(' '))).toHaveLength(2_000)
  })

  test('of a query the last typed is the last, also where it was typed before', () => {
    expect(queryWordsOf('foo bar foo')).toEqual(['foo', 'bar', 'foo'])
    expect(queryWordsOf('foo foo bar')).toEqual(['foo', 'bar'])
    expect(queryWordsOf('🙂')).toEqual([])
  })
})

describe('where words stand in a text', () => {
  test.each<[string, string, string[]]>([
    ['Gate four, GATE 4', 'gate fo', ['Gate', 'fo', 'GATE']],
    ['Das Café: cafés, cafe\u0301!', 'cafe', ['Café', 'café', 'cafe\u0301']],
    ['unhappy happy', 'happy', ['happy']],
    ['ﬁne fin', 'fi', ['ﬁ', 'fi']],
    ['नीरज नीर', 'नीर', ['नीर', 'नीर']],
    ['nothing here', '🙂', []],
    ['nothing here', 'absent', []],
  ])('%j, asked for %j', (text, query, found) => {
    expect(marked(text, query)).toEqual(found)
  })

  test('whatever the text, every word of it is found in it, and ranges follow each other', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    fc.assert(
      fc.property(text, (any) => {
        const whole = fold(any)
        expect(fold(whole)).toBe(whole)
        for (const word of wordsOf(any)) {
          const ranges = findWordRanges(any, [word, word])
          expect(ranges.length).toBeGreaterThan(0)
          for (const { start, end } of ranges) expect(fold(any.slice(start, end))).toContain(word.slice(0, 1))
        }
      }),
      { numRuns: 500 },
    )
  })
})
