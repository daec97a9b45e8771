import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findBrowser, findShell } from './find-browser'

// Playwright reads it once, when it is loaded.
vi.hoisted(() => {
  process.env.PLAYWRIGHT_BROWSERS_PATH = '/nonexistent'
})

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-browser-'))
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

test('the browser that CHROMIUM_PATH names is taken before any other', () => {
  const path = program('my-chromium', 'echo Chromium 1')
  vi.stubEnv('CHROMIUM_PATH', path)
  expect(findBrowser()).toEqual({ path, how: 'named by CHROMIUM_PATH' })
})

test('a CHROMIUM_PATH that is missing or does not run is a failure with a sentence, not a reason to take another', () => {
  for (const path of [join(folder, 'nothing'), program('broken', 'exit 1')]) {
    vi.stubEnv('CHROMIUM_PATH', path)
    expect(() => findBrowser()).toThrow(`CHROMIUM_PATH names ${path}, which does not run.`)
  }
})

test('a system browser is found by name, past stubs that do not start, when Playwright has none of its own', () => {
  vi.stubEnv('CHROMIUM_PATH', '')
  program('chromium', 'exit 1')
  const path = program('google-chrome', 'echo Google Chrome 1')
  vi.stubEnv('PATH', folder)
  expect(findBrowser()).toEqual({ path, how: 'found on this system' })
})

const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version')

test('root on Debian gets a missing browser by apt-get', ({ skip }) => {
  skip(!isRootOnDebian, 'needs root on Debian')
  vi.stubEnv('CHROMIUM_PATH', '')
  const path = join(folder, 'chromium')
  program('apt-get', `[ "$1" = update ] || { printf '#!/bin/sh\\n' > ${path}; /bin/chmod 755 ${path}; }`)
  vi.stubEnv('PATH', folder)
  expect(findBrowser()).toEqual({ path, how: 'installed by apt-get just now' })
})

test('a Chromium without windows is found by name, and not looked for where a browser is named', () => {
  vi.stubEnv('CHROMIUM_PATH', '')
  program('chromium', 'echo Chromium 1')
  const path = program('chromium-headless-shell', 'echo Chromium 1')
  vi.stubEnv('PATH', folder)
  expect(findShell()).toEqual({ path, how: 'found on this system' })
  vi.stubEnv('CHROMIUM_PATH', program('my-chromium', 'echo Chromium 1'))
  expect(findShell()).toBeUndefined()
})

test('where there is no Chromium without windows and none can be installed, a whole one does', () => {
  vi.stubEnv('CHROMIUM_PATH', '')
  for (const installer of ['apt-get', 'npx']) program(installer, 'exit 100')
  program('chromium', 'echo Chromium 1')
  vi.stubEnv('PATH', folder)
  expect(findShell()).toBeUndefined()
})

test('a Firefox is found likewise: by FIREFOX_PATH, then by name, and never the one that Playwright brings', () => {
  const own = program('my-firefox', 'echo Mozilla Firefox 1')
  vi.stubEnv('FIREFOX_PATH', own)
  expect(findBrowser('firefox')).toEqual({ path: own, how: 'named by FIREFOX_PATH' })
  vi.stubEnv('FIREFOX_PATH', '')
  program('chromium', 'echo Chromium 1')
  const path = program('firefox-esr', 'echo Mozilla Firefox 1')
  vi.stubEnv('PATH', folder)
  expect(findBrowser('firefox')).toEqual({ path, how: 'found on this system' })
})

test('root on Debian gets a missing Firefox under the name it has there', ({ skip }) => {
  skip(!isRootOnDebian, 'needs root on Debian')
  vi.stubEnv('FIREFOX_PATH', '')
  const path = join(folder, 'firefox-esr')
  program('apt-get', `[ "$4" != firefox-esr ] || { printf '#!/bin/sh\\n' > ${path}; /bin/chmod 755 ${path}; }`)
  vi.stubEnv('PATH', folder)
  expect(findBrowser('firefox')).toEqual({ path, how: 'installed by apt-get just now' })
})

test('where no browser is found or can be installed, the failure says what to do', () => {
  vi.stubEnv('CHROMIUM_PATH', '')
  for (const installer of ['apt-get', 'npx']) program(installer, 'exit 100')
  vi.stubEnv('PATH', folder)
  expect(() => findBrowser()).toThrow('Install one, or name it in CHROMIUM_PATH.')
  vi.stubEnv('FIREFOX_PATH', '')
  expect(() => findBrowser('firefox')).toThrow('Install one, or name it in FIREFOX_PATH.')
})
