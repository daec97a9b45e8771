// Finds the Chromium that the end-to-end tests drive, or installs one, and says what it did.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const INSTALL_WITHIN_MS = 5 * 60_000

export type Browser = { path: string; how: string }

/**
 * `CHROMIUM_PATH`, Playwright's own, the system's, else an installed one.
 * @throws Error with a sentence when there is none: a missing browser is a failure, never a skip.
 */
export function findBrowser(): Browser {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) {
    if (runs(chosen)) return { path: chosen, how: 'named by CHROMIUM_PATH' }
    throw new Error(`CHROMIUM_PATH names ${chosen}, which does not run. Correct it or unset it.`)
  }
  const found = playwrightsOwn() ?? onSystem() ?? fromDebian() ?? fromPlaywright()
  if (found) return found
  throw new Error(
    'The end-to-end tests need a Chromium, and none was found or could be installed. Install one, or name it in CHROMIUM_PATH.',
  )
}

function playwrightsOwn(how = "Playwright's own"): Browser | undefined {
  const path = chromium.executablePath()
  return runs(path) ? { path, how } : undefined
}

function onSystem(how = 'found on this system'): Browser | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  const path = [...paths, ...MAC_APPS].find(runs)
  return path === undefined ? undefined : { path, how }
}

function fromDebian(): Browser | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined
  const done =
    install('apt-get', ['update']) && install('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
  return done ? onSystem('installed by apt-get just now') : undefined
}

function fromPlaywright(): Browser | undefined {
  return install('npx', ['playwright', 'install', '--with-deps', 'chromium'])
    ? playwrightsOwn('installed by Playwright just now')
    : undefined
}

function install(command: string, args: string[]): boolean {
  process.stdout.write(`No Chromium found yet; running: ${command} ${args.join(' ')}\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, error } = spawnSync(command, args, {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_WITHIN_MS,
  })
  if (status !== 0) process.stdout.write(`That did not work (${error?.message ?? `it ended with ${status}`}).\n`)
  return status === 0
}

/** A file may be there and not start: Ubuntu's `chromium-browser` may be a stub, and libraries may be missing. */
function runs(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}
