// Holds the layers: reads every import of every source file against the table of lib/testing/may-import.ts, and what
// else the house does not want.
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Command, Event } from './shared/protocol'
import { MAY_IMPORT } from './testing/may-import'
import { readSourceFile, type SourceFile } from './testing/source-file'
import { indexByTarget, isBelow, reach, readProject, type SourceTree } from './testing/source-tree'

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
