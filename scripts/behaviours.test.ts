import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Behaviour, compare, findMarks, parseBehaviours } from './behaviours'

const line = (id: string, more: Partial<Behaviour> = {}): Behaviour => ({
  id,
  priority: 'A',
  isLater: false,
  sentence: 'It holds.',
  ...more,
})

test('the list has all eighty-eight behaviours and fifteen scenarios, in order', () => {
  const ids = parseBehaviours(readFileSync('docs/behaviours.md', 'utf8')).map(({ id }) => id)
  const expected = (letter: string, count: number) => Array.from({ length: count }, (_, index) => letter + (index + 1))
  expect(ids).toEqual([...expected('E', 88), ...expected('H', 15)])
})

test('only the files come later', () => {
  const later = parseBehaviours(readFileSync('docs/behaviours.md', 'utf8')).filter(({ isLater }) => isLater)
  expect(later.map(({ id }) => id)).toEqual(['E44', 'E45', 'E46', 'E47'])
})

test('a line that cannot be read is a failure, and so is one that stands there twice', () => {
  expect(() => parseBehaviours('| E1 | D | It holds. |')).toThrow('cannot be read')
  expect(() => parseBehaviours('| E1 | A | One. |\n| E1 | B | Two. |')).toThrow('E1 stands there twice')
})

test('a test of priority A that is missing is told; those of B and C and those that come later are not asked for', () => {
  const list = [line('E1'), line('E2'), line('E3', { priority: 'B' }), line('E4', { isLater: true })]
  expect(compare(list, new Set(['E1'])).missing).toEqual([line('E2')])
})

test('a mark that stands for nothing is told', () => {
  expect(compare([line('E1')], new Set(['E1', 'E99'])).unknown).toEqual(['E99'])
})

test('marks are read from the titles of tests and of groups, alone or several, made by hand or from a table', () => {
  const code = `
    test('[E1] It holds', () => {})
    it("[E2, E3] They hold", () => {})
    test.describe('[E4] [P2] Group', () => {})
    test.each([1])(\`[H5] \${1} holds\`, () => {})
    describe('[H6]', () => {})`
  expect(findMarks('a.test.ts', code)).toEqual(['E1', 'E2', 'E3', 'E4', 'H5', 'H6'])
})

test('a comment, another text and a test that does not run or must fail are no cover', () => {
  const code = `
    // [E1]
    log('[E2]')
    test.skip('[E3]', () => {})
    test('it holds', () => { expect('[E4]').toBe('[E4]') })
    test.describe.fixme('[E5]', () => {})
    test.fails('[E6]', () => {})`
  expect(findMarks('a.test.ts', code)).toEqual([])
})
