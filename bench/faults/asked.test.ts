import { parseArgs } from 'node:util'
import { expect, test } from 'vitest'
import { OPTIONS, parseAsked } from './asked'
import { PRODUCT_MUTANTS } from './product-mutants'

function ask(...args: string[]) {
  return parseAsked(parseArgs({ args, options: OPTIONS }).values)
}

test('without a word, every row of the matrix runs with twenty seeds on each of its stores, and no soak', () => {
  const { planned, mutants, jobs } = ask()
  const ids = new Set(planned.map(({ row }) => row.id))
  for (const id of ['F1', 'F24']) expect(ids).toContain(id)
  expect(ids).not.toContain('F25')
  expect(planned.find(({ row }) => row.id === 'F1')?.seeds).toHaveLength(20)
  expect(planned.find(({ row }) => row.id === 'F4')?.storeKind).toBe('postgres')
  expect([mutants.length, jobs]).toEqual([0, 1])
})

test('a named row, store and seed is that run', () => {
  const { planned } = ask('--row', 'F1', '--store', 'sqlite', '--seed', '17')
  expect(planned.map(({ row, storeKind, seeds }) => [row.id, storeKind, seeds])).toEqual([['F1', 'sqlite', [17]]])
  expect(ask('--row', 'F25', '--store', 'sqlite', '--minutes', '0.5')).toMatchObject({ soakMs: 30_000 })
})

test('a part of it is what every run of the tests can afford, and so are two broken products', () => {
  const { planned, mutants } = ask('--smoke')
  expect([planned.length, mutants.length]).toEqual([8, 2])
  expect(planned.every(({ seeds }) => seeds.length === 1)).toBe(true)
})

test('broken products run when they are asked for, all or by their words', () => {
  expect(ask('--mutants').mutants).toEqual(PRODUCT_MUTANTS)
  expect(ask('--mutant', 'acknowledges')).toMatchObject({ isMutantOnly: true, mutants: [{}] })
})

test.each([
  [['--seeds', 'abc'], '--seeds must be a whole number from 1 to 99999.'],
  [['--seeds', '0'], '--seeds must be a whole number from 1 to 99999.'],
  [['--seeds', '100000'], '--seeds must be a whole number from 1 to 99999.'],
  [['--seed', '1.5'], '--seed must be a whole number from 1 to 99999.'],
  [['--jobs', ''], '--jobs must be a whole number from 1 to 99999.'],
  [['--minutes', 'ten'], '--minutes must be a number.'],
  [['--minutes', '0'], '--minutes must be more than 0.'],
  [['--row', 'F99'], '--row must be one of F0, F1, F2,'],
  [['--store', 'mysql'], '--store must be sqlite or postgres.'],
  [['--mutant', 'nothing of the kind'], 'There is no broken product with these words:'],
  [['--row', 'F4', '--store', 'sqlite'], 'No row that was asked for runs on sqlite.'],
])('what is asked wrongly is refused with a sentence: %j', (args, sentence) => {
  expect(() => ask(...args)).toThrow(sentence)
})
