import { describe, expect, test } from 'vitest'
import { findMentions, isMentioned, mentionCandidates } from './mentions'

const found = (body: string, ...names: string[]): string[] =>
  findMentions(body, names).map(({ start, end }) => body.slice(start, end))

describe('a mention', () => {
  test.each<[string, string[], string[]]>([
    ['@Ada, look', ['Ada'], ['@Ada']],
    ['(@Ada) and @Bo.', ['Ada', 'Bo'], ['@Ada', '@Bo']],
    ['@Ada Lovelace!', ['Ada', 'Ada Lovelace'], ['@Ada Lovelace']],
    ['@Ada Lovelaces', ['Ada', 'Ada Lovelace'], ['@Ada']],
    ['@小林、はい', ['小林'], ['@小林']],
    ['@a.b_c', ['a.b_c'], ['@a.b_c']],
    ['@all @Ada', ['Ada'], ['@all', '@Ada']],
  ])('%j names %j', (body, names, mentions) => {
    expect(found(body, ...names)).toEqual(mentions)
  })

  test('is none in an address, in another case, in a longer name, or without a sign', () => {
    for (const body of ['me@Ada', '@ada', '@Adam', '@Ada2', 'Ada', '@ Ada', '7@Ada', '@allo', '@']) {
      expect([body, found(body, 'Ada')]).toEqual([body, []])
    }
  })

  test('is looked for at the first fifty signs', () => {
    expect(found(`${'@ '.repeat(49)}@Ada @Ada`, 'Ada')).toEqual(['@Ada'])
  })

  test('of everybody is one of each', () => {
    expect([isMentioned('so, @all: lunch', 'Ada'), isMentioned('@Bo', 'Ada'), isMentioned('@Ada', 'Ada')]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('whatever name could be meant is among the candidates, and they stay few', () => {
    expect(mentionCandidates('hi @Ada Lovelace, ok')).toEqual(expect.arrayContaining(['Ada', 'Ada Lovelace']))
    expect(mentionCandidates('no address a@b')).toEqual([])
    expect(mentionCandidates('@one\ntwo')).toEqual(['one'])
    const most = mentionCandidates('@'.repeat(2_000) + ' a '.repeat(2_000))
    expect(most.length).toBeLessThan(2_600)
  })
})
