// Finds the browsers that the end-to-end tests drive, or installs them, and says what it did.
import { chromium } from '@playwright/test'
import { findInFolders, foldersOfPath, install, installByApt, runs } from './find-program'

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

/** The same engine without windows, toolbars and address bar: a seventh less work, and no notifications. */
const SHELL: Kind = {
  title: 'Chromium without windows',
  setting: 'CHROMIUM_PATH',
  debian: 'chromium-headless-shell',
  systemNames: ['chromium-headless-shell', 'chrome-headless-shell'],
  macApps: [],
}

/** The system's, else an installed one; none where a browser was named, since then that one is to be tried. */
export function findShell(): Browser | undefined {
  return process.env[SHELL.setting] ? undefined : (onSystem(SHELL) ?? fromDebian(SHELL))
}

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
  const path = findInFolders(systemNames, foldersOfPath()) ?? macApps.find((app) => runs(app))
  return path === undefined ? undefined : { path, how }
}

function fromDebian(kind: Kind): Browser | undefined {
  return installByApt(kind.title, kind.debian) ? onSystem(kind, 'installed by apt-get just now') : undefined
}

function fromPlaywright(kind: Kind): Browser | undefined {
  if (kind.playwright === undefined) return undefined
  return install(kind.title, 'npx', ['playwright', 'install', '--with-deps', kind.playwright.name])
    ? playwrightsOwn(kind, 'installed by Playwright just now')
    : undefined
}
