// The browser's own modules, bundled once, and given to every tab as a copy of its own with a browser of its own around
// it: what is tested is the recovery that people get.
import { build, type Plugin } from 'esbuild'
import { z } from 'zod'
import { ROOT } from '../../scripts/current-build.mjs'
import type { Browser, Page } from './browser'

export type ClientParts = {
  createRoomStore: typeof import('#lib/client/room-store').createRoomStore
  holdLine: typeof import('#lib/client/line').holdLine
  reportVisibility: typeof import('#lib/client/visibility').reportVisibility
}

/** `io` opens the connection; `now` and `chance` are the tab's clock and dice. */
export type TabWorld = {
  browser: Browser
  page: Page
  io: (options: object) => unknown
  now: () => number
  chance: () => number
}

export type ClientBundle = { open(world: TabWorld): ClientParts }

const ENTRY = `
export { createRoomStore } from '#lib/client/room-store'
export { holdLine } from '#lib/client/line'
export { reportVisibility } from '#lib/client/visibility'
`
const GLOBALS = [
  'window',
  'document',
  'location',
  'navigator',
  'indexedDB',
  'BroadcastChannel',
  'Date',
  'Math',
] as const

const partsSchema = z.custom<ClientParts>(
  (value) => typeof value === 'object' && value !== null && 'createRoomStore' in value && 'holdLine' in value,
)

/** @param plugins what changes the sources on their way into the bundle */
export async function bundleClient(plugins: Plugin[] = []): Promise<ClientBundle> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    stdin: { contents: ENTRY, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'cjs',
    target: 'node20',
    external: ['socket.io-client', 'idb-keyval'],
    logLevel: 'error',
    plugins,
  })
  const code = outputFiles[0]?.text ?? ''
  // One compilation for all tabs; each call makes new modules.
  const evaluate: (...globals: unknown[]) => void = Object(new Function('module', 'require', ...GLOBALS, code))
  return {
    open({ browser, page, io, now, chance }) {
      const packages: Record<string, unknown> = { 'socket.io-client': { io }, 'idb-keyval': browser.storage }
      const module = { exports: {} }
      const globals: Record<(typeof GLOBALS)[number], unknown> = {
        ...page,
        navigator: { locks: browser.locks },
        indexedDB: {},
        BroadcastChannel: browser.Channel,
        Date: dateOf(now),
        Math: Object.create(Math, { random: { value: chance } }),
      }
      evaluate(module, (name: string) => packages[name], ...GLOBALS.map((name) => globals[name]))
      return partsSchema.parse(module.exports)
    },
  }
}

/** A Date whose clock may be wrong. */
function dateOf(now: () => number): DateConstructor {
  return class extends Date {
    constructor(...given: [] | [number]) {
      super(given.length === 0 ? now() : given[0])
    }

    static override now(): number {
      return now()
    }
  } as DateConstructor
}
