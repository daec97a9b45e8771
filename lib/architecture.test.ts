// Holds the layers: reads every import of every source file against the table below. Change the table only together with
// a page in docs/decisions.
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Command, Event } from './shared/protocol'
import { readSourceFile, type SourceFile } from './testing/source-file'
import { indexByTarget, isBelow, reach, readProject, type SourceTree } from './testing/source-tree'

/**
 * What each layer may import besides itself. `type` before a name allows types only; a name also allows what is below
 * it, and `node:` every module of Node.
 */
const MAY_IMPORT: Record<string, { house: string[]; packages: string[] }> = {
  'server.ts': {
    house: [
      ...['lib/parley', 'lib/run-server', 'lib/auth/prepare-next-auth', 'lib/env', 'lib/http', 'lib/log'],
      ...['lib/services'],
    ],
    packages: ['next', 'node:'],
  },
  'lib/run-server': { house: ['lib/env', 'lib/shared', 'type lib/parley'], packages: [] },
  'instrumentation.ts': { house: ['lib/pages-services', 'lib/services'], packages: [] },
  'proxy.ts': { house: ['lib/env', 'lib/http/security-headers'], packages: ['next/server'] },
  'lib/pages-services': {
    house: [
      ...[
        'lib/env',
        'lib/log',
        'lib/db/clock',
        'lib/db/open',
        'lib/auth/prepare-next-auth',
        'lib/domain',
        'lib/realtime/open-bus',
      ],
      ...['lib/http', 'lib/services', 'lib/metrics'],
    ],
    packages: [],
  },
  'lib/parley': {
    house: [
      ...['lib/env', 'lib/log', 'lib/db/open', 'lib/db/clock', 'lib/db/migrate', 'lib/auth/secret', 'lib/domain'],
      ...['lib/realtime', 'lib/http', 'lib/metrics', 'lib/shared', 'type lib/services'],
    ],
    packages: ['node:'],
  },
  app: {
    house: [
      ...['components', 'lib/domain', 'lib/services', 'lib/auth', 'lib/form-action'],
      ...['lib/http/origin-rule', 'lib/i18n', 'lib/shared'],
    ],
    packages: ['next', 'next-auth', 'react', 'zod', '@fontsource-variable'],
  },
  components: {
    house: ['lib/client', 'lib/shared', 'type lib/i18n'],
    packages: [
      ...['react', 'next/link', 'next/navigation', 'clsx', 'frimousse', 'highlight.js', 'icu-minify/format'],
      ...['lowlight', 'marked', 'uqr'],
    ],
  },
  'lib/client': {
    house: ['lib/shared'],
    packages: ['react', 'socket.io-client', 'idb-keyval'],
  },
  'lib/realtime': {
    house: [
      ...['lib/domain', 'lib/shared', 'lib/http', 'lib/auth/token', 'lib/auth/ticket'],
      ...['type lib/services', 'type lib/db'],
    ],
    packages: ['socket.io', 'ioredis', 'cookie', 'zod', 'node:'],
  },
  'lib/http': {
    house: ['lib/shared', 'type lib/env', 'type lib/log'],
    packages: ['ipaddr.js', 'uqr', 'node:'],
  },
  'lib/auth': {
    house: ['lib/domain', 'lib/services', 'lib/shared'],
    packages: ['next-auth', 'next/headers', 'server-only', 'cookie', 'zod', 'node:'],
  },
  'lib/domain': {
    house: ['type lib/db', 'lib/shared'],
    packages: ['kysely', 'rate-limiter-flexible', 'unicode-confusables', 'node:'],
  },
  'lib/db': {
    house: ['lib/shared'],
    packages: ['kysely', 'better-sqlite3', 'pg', 'node:'],
  },
  'lib/storage': { house: ['lib/db', 'lib/domain/search-index', 'lib/shared'], packages: ['kysely', 'zod', 'node:'] },
  'lib/i18n': { house: ['lib/shared'], packages: ['icu-minify'] },
  'lib/shared': { house: [], packages: ['zod'] },
  'lib/services': { house: ['type lib'], packages: [] },
  'lib/form-action': {
    house: ['lib/services', 'lib/shared'],
    packages: ['next/headers', 'next/navigation', 'server-only', 'zod'],
  },
  'lib/env': { house: ['lib/shared'], packages: ['zod', 'node:'] },
  'lib/metrics': { house: ['lib/shared'], packages: ['prom-client'] },
  'lib/log': { house: ['type lib/env'], packages: ['pino', 'zod', 'node:'] },
}

/** May import anything, and nothing above imports them. So may tests, wherever they stand. */
const WORKSHOP = ['lib/testing', 'lib/architecture.test.ts', 'e2e', 'bench', 'scripts']
const ROOT_CONFIGS = /^[^/]+\.(config\.(ts|mjs)|d\.ts)$/

const MOST_LINES = 250
const VAGUE_NAMES = /^(index|utils?|helpers?|misc|types|common|shared)\.(ts|tsx|mjs)$/
const WIRE_NAMES = new Set<string>([...Object.values(Command), ...Object.values(Event)])
/** What a client sends passes the command gate; what a server sends goes to stores. Sockets of lib/http are bare TCP. */
const SOCKET_LISTENERS = ['lib/realtime/command.ts', 'lib/client', 'lib/http']
const SOCKET_OPENERS = ['lib/realtime/attach.ts', 'lib/client/line.ts']

type Check = (file: SourceFile, all: SourceTree) => string[]

/** `catches` are made-up files, one breach each, so that no rule can go blind unnoticed. */
type Rule = { check: Check; catches: [path: string, code: string][] }

const RULES: Record<string, Rule> = {
  'a layer imports only what its row of the table allows': {
    check: (file) => {
      if (isWorkshop(file.path)) return []
      const layer = layerOf(file.path)
      if (layer === undefined) return ['stands in no layer of the table']
      const wrong = file.imports.filter(({ kind, target }) => !isAllowed(layer, kind, target))
      return wrong.map(({ kind, specifier }) => `${layer} may not import ${specifier} (${kind})`)
    },
    catches: [
      ['components/room/log.tsx', "import { db } from '#lib/db/open'"],
      ['lib/domain/rooms.ts', "import { open } from '../db/open'"],
      ['lib/shared/ids.ts', "type T = import('next').T"],
      ['lib/client/line.ts', "await import('../env')"],
      ['app/room/page.tsx', "export * from '#lib/realtime/attach'\nfeed()"],
      ['lib/db/open.ts', "require('next')"],
      ['lib/auth/token.ts', 'await import(name)'],
      ['lib/mailer/send.ts', "import 'kysely'"],
    ],
  },
  'nothing but tests and tools imports lib/testing': {
    check: (file) => (isWorkshop(file.path) ? [] : targets(file).filter((target) => isBelow(target, 'lib/testing'))),
    catches: [['lib/domain/rooms.ts', "import { person } from '../testing/people'"]],
  },
  'a relative import stays in its top folder': {
    check: ({ path, imports }) =>
      isWorkshop(path)
        ? []
        : imports
            .filter(({ specifier, target }) => specifier.startsWith('.') && top(target) !== top(path))
            .map(specifierOf),
    catches: [['app/join/page.tsx', "import { x } from '../../lib/services'"]],
  },
  'there are no barrels and no vague file names': {
    check: ({ path, isBarrel }) => [
      ...(VAGUE_NAMES.test(basename(path)) ? ['has a name that says nothing'] : []),
      ...(isBarrel ? ['only passes on what other files export'] : []),
    ],
    catches: [
      ['lib/domain/utils.ts', 'export const x = 1'],
      ['lib/domain/all.ts', "export { a } from './a'\nexport * from './b'"],
    ],
  },
  'no file written by hand is over 250 lines': {
    check: ({ lines }) => (lines > MOST_LINES ? [`has ${lines} lines`] : []),
    catches: [
      ['lib/domain/rooms.ts', 'f()\n'.repeat(MOST_LINES + 1)],
      ['components/ui/ui.css', '.a {}\n'.repeat(MOST_LINES + 1)],
    ],
  },
  'the names of commands and events stand in lib/shared/protocol.ts only': {
    check: ({ path, strings }) =>
      isWorkshop(path) || path === 'lib/shared/protocol.ts' ? [] : strings.filter((text) => WIRE_NAMES.has(text)),
    catches: [
      ['lib/realtime/fan-out.ts', `emit('${Event.roomAdvanced}')`],
      ['components/room/log.tsx', `const asked = { '${Command.messageSend}': 1 }`],
    ],
  },
  'sockets are listened to in the command gate and in lib/client only': {
    check: ({ path, socketListeners }) =>
      isWorkshop(path) || SOCKET_LISTENERS.some((place) => isBelow(path, place)) || socketListeners === 0
        ? []
        : ['listens on a socket'],
    catches: [
      ['lib/realtime/presence.ts', "socket.on('x', f)"],
      ['components/room/log.tsx', "line.socket.once('x', f)"],
    ],
  },
  'Socket.IO is opened in one file per side': {
    check: ({ path, imports }) =>
      isWorkshop(path) || SOCKET_OPENERS.includes(path)
        ? []
        : imports.filter(({ kind, target }) => kind === 'value' && /^socket\.io/.test(target)).map(specifierOf),
    catches: [
      ['lib/client/outbox.ts', "import { io } from 'socket.io-client'"],
      ['lib/realtime/fan-out.ts', "import { Server } from 'socket.io'"],
    ],
  },
  'server actions stand in app/**/actions.ts only': {
    check: ({ path, directives }) =>
      directives.includes('use server') && !/^app\/.*\/actions\.ts$/.test(path) ? ["says 'use server'"] : [],
    catches: [['app/room/page.tsx', "async function act() { 'use server' }"]],
  },
  'server.ts reaches nothing that is for Next alone': {
    check: (file, all) =>
      file.path === 'server.ts' ? reach(file, all, ['server-only', 'next/headers', 'next/navigation', 'react']) : [],
    catches: [['server.ts', "import './lib/auth/session'"]],
  },
  'zod and Node stay out of the browser': {
    check: (file, all) =>
      !isWorkshop(file.path) && (isBelow(file.path, 'components') || isBelow(file.path, 'lib/client'))
        ? reach(file, all, ['zod', 'node:'])
        : [],
    catches: [['components/room/log.tsx', "import { x } from '#lib/shared/command-schemas'"]],
  },
}

const project = readProject()

describe.each(Object.entries(RULES))('%s', (_, { check, catches }) => {
  test('holds in this project', () => {
    expect(violations(check, project)).toEqual([])
  })

  test.each(catches)('would catch a breach in %s', (path, code) => {
    const files = [
      readSourceFile(path, code),
      readSourceFile('lib/auth/session.ts', "import 'server-only'"),
      readSourceFile('lib/shared/command-schemas.ts', "import { z } from 'zod'"),
    ]
    expect(violations(check, files)).toEqual([expect.stringContaining(path)])
  })
})

function violations(check: Check, files: SourceFile[]): string[] {
  const all = indexByTarget(files)
  return files.flatMap((file) => check(file, all).map((what) => `${file.path}: ${what}`))
}

function layerOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((layer) => isBelow(path.replace(/^(lib\/[^/]+)\.ts$/, '$1'), layer))
}

function isAllowed(layer: string, kind: 'value' | 'type', target: string): boolean {
  if (isBelow(target, layer)) return true
  const { house = [], packages = [] } = MAY_IMPORT[layer] ?? {}
  return [...house, ...packages].some((entry) =>
    entry.startsWith('type ') ? kind === 'type' && isBelow(target, entry.slice(5)) : isBelow(target, entry),
  )
}

function isWorkshop(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || ROOT_CONFIGS.test(path) || WORKSHOP.some((place) => isBelow(path, place))
}

const targets = (file: SourceFile) => file.imports.map(({ target }) => target)
const specifierOf = ({ specifier }: { specifier: string }) => specifier
const top = (path: string) => path.split('/')[0]
