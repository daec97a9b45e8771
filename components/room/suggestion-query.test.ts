import { describe, expect, test } from 'vitest'
import { findSuggestionQuery, matchNames } from './suggestion-query'

const at = (text: string) => findSuggestionQuery(text, text.length)

describe('[E36] names are suggested', () => {
  test('after an @ that begins a word, with spaces as names have them', () => {
    expect(at('@')).toEqual({ kind: 'name', start: 0, query: '' })
    expect(at('Hello @Ada K')).toEqual({ kind: 'name', start: 6, query: 'Ada K' })
    expect(at('(@ad')).toEqual({ kind: 'name', start: 1, query: 'ad' })
  })

  test('not within an address for mail, nor on another line', () => {
    expect(at('ada@harbour')).toBeUndefined()
    expect(at('@Ada\nhello')).toBeUndefined()
  })

  test('that have the letters anywhere, those that begin with them first', () => {
    expect(matchNames(['Mina', 'Ada Min', 'Jo', 'minna'], 'min', 8)).toEqual(['Mina', 'minna', 'Ada Min'])
    expect(matchNames(['Mina', 'Jo'], '', 1)).toEqual(['Mina'])
  })
})

test('[E37] emoji are suggested from two letters after a colon, and not in the middle of a time', () => {
  expect(at(':s')).toBeUndefined()
  expect(at('So :Sho')).toEqual({ kind: 'emoji', start: 3, query: 'sho' })
  expect(at('12:30')).toBeUndefined()
})
