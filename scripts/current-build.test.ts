import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hashSources } from './current-build.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-sources-'))
  write('server.ts', 'serve()')
  write('lib/domain/rooms.ts', 'rooms()')
  write('app/room/[code]/page.tsx', 'page()')
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

test.each([
  ['an edited source', 'app/room/[code]/page.tsx', 'page(1)'],
  ['a new source', 'components/room/log.tsx', 'log()'],
  ['another lockfile', 'package-lock.json', '{}'],
  ['another configuration of Next', 'next.config.mjs', 'export default {}'],
  ['a new font', 'public/font.woff2', 'font'],
])('%s asks for a new build', (_, path, content) => {
  const before = hashSources(root)
  write(path, content)
  expect(hashSources(root)).not.toBe(before)
})

test('a source moved to another path asks for a new build', () => {
  const before = hashSources(root)
  rmSync(join(root, 'lib/domain/rooms.ts'))
  write('lib/domain/halls.ts', 'rooms()')
  expect(hashSources(root)).not.toBe(before)
})

test.each([
  ['a test', 'lib/domain/rooms.test.ts'],
  ["the tests' own parts", 'lib/testing/people.ts'],
  ['a file an editor left', 'app/.page.tsx.swp'],
  ['what is no part of the build', 'README.md'],
])('%s does not', (_, path) => {
  const before = hashSources(root)
  write(path, 'anything')
  expect(hashSources(root)).toBe(before)
})

test('a key that Next writes into its pages asks for a new build when it changes', () => {
  const before = hashSources(root)
  vi.stubEnv('NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'another')
  expect(hashSources(root)).not.toBe(before)
})
