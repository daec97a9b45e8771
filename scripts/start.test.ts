import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

function start(...args: string[]) {
  return spawnSync(process.execPath, ['scripts/start.mjs', ...args], { encoding: 'utf8' })
}

test('--help names the options and stops without building or serving', () => {
  const { status, stdout } = start('--help')
  expect(status).toBe(0)
  for (const option of ['--port', '--no-qr', '--help']) expect(stdout).toContain(option)
})

test.each([
  ['an unknown option', ['--prot', '4000'], '--prot'],
  ['an option without its value', ['--port'], '--port'],
  ['a stray word', ['4000'], '4000'],
])('%s is refused with a sentence and the options', (_, args, named) => {
  const { status, stderr } = start(...args)
  expect(status).toBe(1)
  expect(stderr).toContain(named)
  expect(stderr).toContain('Usage: npm start')
})
