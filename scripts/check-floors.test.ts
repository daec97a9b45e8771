import { expect, test } from 'vitest'
import { findBelowFloor } from './check-floors'

const lockOf = (packages: Record<string, string>) => ({
  packages: Object.fromEntries(Object.entries(packages).map(([path, version]) => [path, { version }])),
})

test('a package below its floor is told, with its place and what it must be', () => {
  expect(findBelowFloor(lockOf({ 'node_modules/ws': '8.22.9' }))).toEqual([
    expect.stringMatching(/^node_modules\/ws is 8\.22\.9; it must be 8\.23\.0 or newer/),
  ])
})

test('a nested copy below the floor is found behind a good one', () => {
  const lock = lockOf({ 'node_modules/ws': '8.23.0', 'node_modules/engine.io-client/node_modules/ws': '8.17.1' })
  expect(findBelowFloor(lock)).toEqual([expect.stringContaining('engine.io-client/node_modules/ws is 8.17.1')])
})

test.each([
  ['at the floor', '16.4.5', 0],
  ['above it in a later place only by number', '16.10.0', 0],
  ['above it in the first place', '17.0.0', 0],
  ['below it in the last place', '16.4.4', 1],
  ['below it in the first place', '15.9.9', 1],
  ['a pre-release of the floor', '16.4.5-canary.3', 1],
])('a version %s (%s) gives %i problems', (_, version, count) => {
  expect(findBelowFloor(lockOf({ 'node_modules/next': version }))).toHaveLength(count)
})

test('an alias is judged by the package it stands for', () => {
  const lock = { packages: { 'node_modules/old-ws': { name: 'ws', version: '7.0.0' } } }
  expect(findBelowFloor(lock)).toHaveLength(1)
})

test('the project itself and packages without a floor are left alone', () => {
  expect(findBelowFloor(lockOf({ '': '0.0.1', 'node_modules/next-thing': '0.0.1' }))).toEqual([])
})

test('what only the tools of development need is left alone; the same copy in use is not', () => {
  const copy = { version: '3.25.76' }
  expect(findBelowFloor({ packages: { 'node_modules/tool/node_modules/zod': { ...copy, dev: true } } })).toEqual([])
  expect(findBelowFloor({ packages: { 'node_modules/part/node_modules/zod': copy } })).toHaveLength(1)
})
