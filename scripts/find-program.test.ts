import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findProgram } from './find-program'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-program-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function program(name: string, script: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version')

test('the program that its setting names is taken before any other', () => {
  const path = program('my-redis', 'echo Redis')
  vi.stubEnv('REDIS_SERVER_PATH', path)
  expect(findProgram('redis-server')).toEqual({ path, how: 'named by REDIS_SERVER_PATH' })
  vi.stubEnv('NGINX_PATH', path)
  expect(findProgram('nginx')).toEqual({ path, how: 'named by NGINX_PATH' })
})

test('a setting that names what is missing or does not run is a failure with a sentence', () => {
  for (const path of [join(folder, 'nothing'), program('broken', 'exit 1')]) {
    vi.stubEnv('REDIS_SERVER_PATH', path)
    expect(() => findProgram('redis-server')).toThrow(`REDIS_SERVER_PATH names ${path}, which does not run.`)
  }
})

test('a program is found in PATH, and asked for its version in the way it knows', () => {
  vi.stubEnv('REDIS_SERVER_PATH', '')
  vi.stubEnv('NGINX_PATH', '')
  vi.stubEnv('PATH', folder)
  const redis = program('redis-server', '[ "$1" = --version ]')
  const nginx = program('nginx', '[ "$1" = -v ]')
  expect(findProgram('redis-server')).toEqual({ path: redis, how: 'found on this system' })
  expect(findProgram('nginx')).toEqual({ path: nginx, how: 'found on this system' })
})

test('root on Debian gets a missing program by apt-get, under the name it has there', ({ skip }) => {
  skip(!isRootOnDebian, 'needs root on Debian')
  vi.stubEnv('REDIS_SERVER_PATH', '')
  const path = join(folder, 'redis-server')
  program('apt-get', `[ "$4" != redis-server ] || { printf '#!/bin/sh\\n' > ${path}; /bin/chmod 755 ${path}; }`)
  vi.stubEnv('PATH', folder)
  expect(findProgram('redis-server')).toEqual({ path, how: 'installed by apt-get just now' })
})

test('where none is found or can be installed, the failure says what to do', () => {
  vi.stubEnv('REDIS_SERVER_PATH', '')
  program('apt-get', 'exit 100')
  vi.stubEnv('PATH', folder)
  expect(() => findProgram('redis-server')).toThrow('Install one, or name it in REDIS_SERVER_PATH.')
})
