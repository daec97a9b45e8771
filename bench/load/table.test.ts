import { expect, test } from 'vitest'
import { type Found, figure, markdownOf, placeOn, times } from './table'

const found: Found = {
  place: 'A sqlite',
  title: 'A room',
  head: ['', 'ms'],
  rows: [['Parley', 1.234]],
  notes: ['Said.'],
}

test('numbers have the digits that mean something', () => {
  expect([0.1234, 12.34, 1234.5, Number.NaN, Number.POSITIVE_INFINITY].map(figure)).toEqual([
    ...['0.12', '12.3', '1,235', '–', 'never'],
  ])
  expect([times(2.345), times(Number.NaN)]).toEqual(['2.35×', '–'])
})

test('a table is written in its place, and all around it stays', () => {
  const page =
    'before\n<!-- measured: A sqlite -->\nold\n<!-- /measured -->\nafter\n<!-- measured: B -->\n<!-- /measured -->\n'
  const written = placeOn(page, found)
  expect(written).toContain(markdownOf(found))
  expect(written).toContain('| Parley | 1.23 |')
  expect(written).not.toContain('old')
  expect(written.startsWith('before\n')).toBe(true)
  expect(written.endsWith('after\n<!-- measured: B -->\n<!-- /measured -->\n')).toBe(true)
  expect(placeOn(written, found)).toBe(written)
})

test('a page without the place is refused', () => {
  expect(() => placeOn('nothing', found)).toThrow('A sqlite')
})
