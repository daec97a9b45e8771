import { expect, test } from 'vitest'
import { createNames } from './postgres-names'

const ask = (nameOf: (statement: string) => string | undefined, statement: string, times: number) =>
  Array.from({ length: times }, () => nameOf(statement)).at(-1)

test('a statement has no name until it was asked five times, and keeps the one it got', () => {
  const nameOf = createNames()
  expect(ask(nameOf, 'select 1', 4)).toBeUndefined()
  const name = nameOf('select 1')
  expect(name).toBeDefined()
  expect(nameOf('select 1')).toBe(name)
})

test('two statements never have one name', () => {
  const nameOf = createNames()
  const names = Array.from({ length: 100 }, (_, at) => ask(nameOf, `select ${at}`, 5))
  expect(new Set(names).size).toBe(100)
})

test('however many there are, two hundred have names, and the first ones keep theirs', () => {
  const nameOf = createNames()
  const names = Array.from({ length: 300 }, (_, at) => ask(nameOf, `select ${at}`, 5))
  expect(names.filter((name) => name !== undefined)).toHaveLength(200)
  expect(ask(nameOf, 'select 299', 50)).toBeUndefined()
  expect(nameOf('select 0')).toBe(names[0])
})

test('statements that are asked once each are not counted for ever', () => {
  const nameOf = createNames()
  ask(nameOf, 'select 1', 4)
  for (let at = 0; at < 5_000; at++) nameOf(`select ${at} as seldom`)
  // Its count was thrown away with the others: it begins anew.
  expect(ask(nameOf, 'select 1', 4)).toBeUndefined()
  expect(nameOf('select 1')).toBeDefined()
})
