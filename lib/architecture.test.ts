// Holds the layers: reads every import of every source file against the table below. Change the table only together with
// a page in docs/decisions.
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { Command, Event } from './shared/protocol'
import { readSourceFile, type SourceFile } from './testing/source-file'

/**
 * What each layer may import besides itself. `type` before a name allows types only; a name also allows what is below
 * it, and `node:` every module of Node.
 */
const MAY_IMPORT: Record<string, { house: string[]; packages: string[] }> = {
  'server.ts': {
    house: [
      ...['lib/env', 'lib/log', 'lib/services', 'lib/db/open', 'lib/db/migrate', 'lib/auth/secret'],
      ...['lib/domain', 'lib/realtime', 'lib/http', 'lib/shared'],
    ],
    packages: ['next', 'node:'],
  },
  app: {
    house: [
      ...['components', 'lib/domain', 'lib/services', 'lib/auth', 'lib/form-action', 'lib/http/client-address'],
      'lib/shared',
    ],
    packages: ['next', 'next-auth', 'react', 'zod', '@fontsource-variable'],
  },
  components: {
    house: ['lib/client', 'lib/shared'],
    packages: ['react', 'next/link', 'next/navigation', 'lucide-react', 'clsx', 'linkify-it'],
  },
  'lib/client': {
    house: ['lib/shared'],
    packages: ['react', 'socket.io-client'],
  },
  'lib/realtime': {
    house: ['lib/domain', 'lib/shared', 'lib/http', 'lib/auth/token', 'type lib/services', 'type lib/db'],
    packages: ['socket.io', 'ioredis', 'cookie', 'zod', 'node:'],
  },
  'lib/http': {
    house: ['lib/shared', 'type lib/env'],
    packages: ['ipaddr.js', 'uqr', 'node:'],
  },
  'lib/auth': {
    house: ['lib/domain', 'lib/services', 'lib/shared'],
    packages: ['next-auth', 'next/headers', 'server-only', 'cookie', 'zod', 'node:'],
  },
  'lib/domain': {
    house: ['type lib/db', 'lib/shared'],
    packages: ['kysely', 'rate-limiter-flexible', 'node:'],
  },
  'lib/db': {
    house: ['lib/shared'],
    packages: ['kysely', 'better-sqlite3', 'pg', 'node:'],
  },
  'lib/shared': { house: [], packages: ['zod'] },
  'lib/services': { house: ['type lib'], packages: [] },
  'lib/form-action': {
    house: ['lib/services', 'lib/http/client-address', 'lib/shared'],
    packages: ['next/headers', 'next/navigation', 'server-only', 'zod'],
  },
  'lib/env': { house: ['lib/shared'], packages: ['zod', 'node:'] },
  'lib/log': { house: ['type lib/env'], packages: ['pino', 'node:'] },
}

/** May import anything, and nothing above imports them. So may tests, wherever they stand. */
const WORKSHOP = ['lib/testing', 'lib/architecture.test.ts', 'e2e', 'bench', 'scripts']
const ROOT_CONFIGS = /^[^/]+\.(config\.(ts|mjs)|d\.ts)$/

const MOST_LINES = 250
const VAGUE_NAMES = /^(index|utils?|helpers?|misc|types|common|shared)\.(ts|tsx|mjs)$/
const WIRE_NAMES = new Set<string>([...Object.values(Command), ...Object.values(Event)])
/** Sockets of Socket.IO are listened to here; those of lib/http are bare TCP. */
const SOCKET_LISTENERS = ['lib/realtime/command.ts', 'lib/client/socket.ts', 'lib/http']

type Check = (file: SourceFile, all: Map<string, SourceFile>) => string[]

const RULES: Record<string, Check> = {
  'a layer imports only what its row of the table allows': (file) => {
    if (isWorkshop(file.path)) return []
    const layer = layerOf(file.path)
    if (layer === undefined) return ['stands in no layer of the table']
    const wrong = file.imports.filter(({ kind, target }) => !isAllowed(layer, kind, target))
    return wrong.map(({ kind, specifier }) => `${layer} may not import ${specifier} (${kind})`)
  },
  'nothing but tests and tools imports lib/testing': (file) =>
    isWorkshop(file.path) ? [] : targets(file).filter((target) => isBelow(target, 'lib/testing')),
  'a relative import stays in its top folder': (file) =>
    file.imports
      .filter(({ specifier, target }) => specifier.startsWith('.') && top(target) !== top(file.path))
      .map(specifierOf),
  'there are no barrels and no vague file names': (file) => [
    ...(VAGUE_NAMES.test(basename(file.path)) ? ['has a name that says nothing'] : []),
    ...(file.isBarrel ? ['only passes on what other files export'] : []),
  ],
  'no file written by hand is over 250 lines': (file) => (file.lines > MOST_LINES ? [`has ${file.lines} lines`] : []),
  'the names of commands and events stand in lib/shared/protocol.ts only': (file) =>
    isWorkshop(file.path) || file.path === 'lib/shared/protocol.ts'
      ? []
      : file.strings.filter((text) => WIRE_NAMES.has(text)),
  'sockets are listened to in one file per side': (file) =>
    isWorkshop(file.path) || SOCKET_LISTENERS.some((place) => isBelow(file.path, place)) || file.socketListeners === 0
      ? []
      : ['listens on a socket'],
  'server actions stand in app/**/actions.ts only': (file) =>
    file.directives.includes('use server') && !/^app\/.*\/actions\.ts$/.test(file.path) ? ["says 'use server'"] : [],
  'server.ts reaches nothing that is for Next alone': (file, all) =>
    file.path === 'server.ts' ? reach(file, all, ['server-only', 'next/headers', 'next/navigation', 'react']) : [],
  'zod and Node stay out of the browser': (file, all) =>
    isBelow(file.path, 'components') || isBelow(file.path, 'lib/client') ? reach(file, all, ['zod', 'node:']) : [],
}

test.each(Object.entries(RULES))('%s', (_, check) => {
  expect(violations(check, projectFiles())).toEqual([])
})

/** One made-up breach per rule, so that no rule can go blind unnoticed. */
const BREACHES: [keyof typeof RULES, string, string][] = [
  [
    'a layer imports only what its row of the table allows',
    'components/room/log.tsx',
    "import { db } from '#lib/db/open'",
  ],
  ['a layer imports only what its row of the table allows', 'lib/domain/rooms.ts', "import { open } from '../db/open'"],
  ['a layer imports only what its row of the table allows', 'lib/shared/ids.ts', "type T = import('next').T"],
  ['a layer imports only what its row of the table allows', 'lib/client/socket.ts', "await import('#lib/env')"],
  [
    'a layer imports only what its row of the table allows',
    'app/room/page.tsx',
    "export * from '#lib/realtime/attach'",
  ],
  ['a layer imports only what its row of the table allows', 'lib/db/open.ts', "require('next')"],
  ['a layer imports only what its row of the table allows', 'lib/mailer/send.ts', "import 'kysely'"],
  [
    'nothing but tests and tools imports lib/testing',
    'lib/domain/rooms.ts',
    "import { person } from '../testing/people'",
  ],
  ['a relative import stays in its top folder', 'app/join/page.tsx', "import { x } from '../../lib/services'"],
  ['there are no barrels and no vague file names', 'lib/domain/utils.ts', 'export const x = 1'],
  ['there are no barrels and no vague file names', 'lib/domain/all.ts', "export { a } from './a'\nexport * from './b'"],
  ['no file written by hand is over 250 lines', 'lib/domain/rooms.ts', 'f()\n'.repeat(251)],
  ['no file written by hand is over 250 lines', 'components/ui/ui.css', '.a {}\n'.repeat(251)],
  [
    'the names of commands and events stand in lib/shared/protocol.ts only',
    'lib/realtime/fan-out.ts',
    `emit('${Event.roomAdvanced}')`,
  ],
  ['sockets are listened to in one file per side', 'lib/realtime/presence.ts', "socket.on('x', f)"],
  ['sockets are listened to in one file per side', 'components/room/log.tsx', "client.socket.once('x', f)"],
  ['server actions stand in app/**/actions.ts only', 'app/room/page.tsx', "async function act() { 'use server' }"],
  ['server.ts reaches nothing that is for Next alone', 'server.ts', "import './lib/auth/session'"],
  [
    'zod and Node stay out of the browser',
    'components/room/log.tsx',
    "import { x } from '#lib/shared/command-schemas'",
  ],
]

test.each(BREACHES)('the rule "%s" catches one in %s', (rule, path, code) => {
  const files = [
    readSourceFile(path, code),
    readSourceFile('lib/auth/session.ts', "import 'server-only'"),
    readSourceFile('lib/shared/command-schemas.ts', "import { z } from 'zod'"),
  ]
  const check = RULES[rule]
  expect(check && violations(check, files)).toEqual([expect.stringContaining(path)])
})

function violations(check: Check, files: SourceFile[]): string[] {
  const all = new Map(files.map((file) => [file.path.replace(/\.(ts|tsx|mjs)$/, ''), file]))
  return files.flatMap((file) => check(file, all).map((what) => `${file.path}: ${what}`))
}

function projectFiles(): SourceFile[] {
  const tops = readdirSync('.', { withFileTypes: true })
  const folders = ['app', 'components', 'lib', 'e2e', 'bench', 'scripts'].filter((name) =>
    tops.some((entry) => entry.name === name),
  )
  const nested = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  const paths = [...tops.filter((entry) => entry.isFile()).map(({ name }) => name), ...nested]
  return paths
    .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path) && path !== 'next-env.d.ts')
    .map((path) => readSourceFile(path, readFileSync(path, 'utf8')))
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

function isBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(place.endsWith(':') ? place : `${place}/`)
}

const targets = (file: SourceFile) => file.imports.map(({ target }) => target)
const specifierOf = ({ specifier }: { specifier: string }) => specifier
const top = (path: string) => path.split('/')[0]

/** The banned packages that a file runs, itself or through others, each with the way there. */
function reach(start: SourceFile, all: Map<string, SourceFile>, banned: string[]): string[] {
  const seen = new Set([start.path])
  const visit = (file: SourceFile, way: string): string[] =>
    file.imports.flatMap(({ kind, target }) => {
      if (kind === 'type') return []
      if (banned.some((name) => isBelow(target, name))) return [`${way} → ${target}`]
      const next = all.get(target)
      if (next === undefined || seen.has(next.path)) return []
      seen.add(next.path)
      return visit(next, `${way} → ${next.path}`)
    })
  return visit(start, 'it')
}
