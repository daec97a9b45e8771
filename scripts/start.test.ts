import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

function start(args: string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, ['scripts/start.mjs', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
}

test('--help names the options and stops without building or serving', () => {
  const { status, stdout } = start(['--help'])
  expect(status).toBe(0)
  for (const option of ['--port', '--no-qr', '--no-build', '--help']) expect(stdout).toContain(option)
})

test.each([
  ['an unknown option', ['--prot', '4000'], '--prot'],
  ['an option without its value', ['--port'], '--port'],
  ['a stray word', ['4000'], '4000'],
])('%s is refused with a sentence and the options', (_, args, named) => {
  const { status, stderr } = start(args)
  expect(status).toBe(1)
  expect(stderr).toContain(named)
  expect(stderr).toContain('Usage: npm start')
})

test('with --no-build a start without a current build is refused with the command to run', () => {
  const { status, stderr } = start(['--no-build'], {
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: 'no build was made with this',
  })
  expect(status).toBe(1)
  expect(stderr).toBe('There is no current build. Run: npm run build\n')
})
