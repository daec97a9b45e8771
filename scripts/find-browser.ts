// Finds the browsers that the end-to-end tests drive, or installs them, and says what it did.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

export type BrowserName = 'chromium' | 'firefox'
export type Browser = { path: string; how: string }

type Kind = {
  /** As it is called in a sentence. */
  title: string
  /** What names one of one's own. */
  setting: string
  debian: string
  systemNames: string[]
  macApps: string[]
  /** The one that Playwright brings and drives, which for Firefox is not the program that people have. */
  playwright?: { path: () => string; name: string }
}

const KINDS: Record<BrowserName, Kind> = {
  chromium: {
    title: 'Chromium',
    setting: 'CHROMIUM_PATH',
    debian: 'chromium',
    systemNames: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    macApps: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    playwright: { path: () => chromium.executablePath(), name: 'chromium' },
  },
  firefox: {
    title: 'Firefox',
    setting: 'FIREFOX_PATH',
    debian: 'firefox-esr',
    systemNames: ['firefox-esr', 'firefox'],
    macApps: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  },
}
const INSTALL_WITHIN_MS = 5 * 60_000

/**
 * The one that its setting names, Playwright's own, the system's, else an installed one.
 * @throws Error with a sentence when there is none: a missing browser is a failure, never a skip.
 */
export function findBrowser(name: BrowserName = 'chromium'): Browser {
  const kind = KINDS[name]
  const chosen = process.env[kind.setting]
  if (chosen) {
    if (runs(chosen)) return { path: chosen, how: `named by ${kind.setting}` }
    throw new Error(`${kind.setting} names ${chosen}, which does not run. Correct it or unset it.`)
  }
  const found = playwrightsOwn(kind) ?? onSystem(kind) ?? fromDebian(kind) ?? fromPlaywright(kind)
  if (found) return found
  throw new Error(
    `The end-to-end tests need a ${kind.title}, and none was found or could be installed. Install one, or name it in ${kind.setting}.`,
  )
}

function playwrightsOwn({ playwright }: Kind, how = "Playwright's own"): Browser | undefined {
  const path = playwright?.path()
  return path !== undefined && runs(path) ? { path, how } : undefined
}

function onSystem({ systemNames, macApps }: Kind, how = 'found on this system'): Browser | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)))
  const path = [...paths, ...macApps].find(runs)
  return path === undefined ? undefined : { path, how }
}

function fromDebian(kind: Kind): Browser | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined
  const done =
    install(kind, 'apt-get', ['update']) &&
    install(kind, 'apt-get', ['install', '-y', '--no-install-recommends', kind.debian])
  return done ? onSystem(kind, 'installed by apt-get just now') : undefined
}

function fromPlaywright(kind: Kind): Browser | undefined {
  if (kind.playwright === undefined) return undefined
  return install(kind, 'npx', ['playwright', 'install', '--with-deps', kind.playwright.name])
    ? playwrightsOwn(kind, 'installed by Playwright just now')
    : undefined
}

function install({ title }: Kind, command: string, args: string[]): boolean {
  process.stdout.write(`No ${title} found yet; running: ${command} ${args.join(' ')}\n`)
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
