// The project's source files as the architecture tests walk them.
import { readdirSync, readFileSync } from 'node:fs'
import { readSourceFile, type SourceFile } from './source-file'

const FOLDERS = ['app', 'components', 'lib', 'e2e', 'bench', 'scripts']

export type SourceTree = Map<string, SourceFile>

/** Every file of the project that is written in code by hand. */
export function readProject(): SourceFile[] {
  const tops = readdirSync('.', { withFileTypes: true })
  const folders = FOLDERS.filter((name) => tops.some((entry) => entry.name === name))
  const nested = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  const paths = [...tops.filter((entry) => entry.isFile()).map(({ name }) => name), ...nested]
  return paths
    .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path) && path !== 'next-env.d.ts')
    .map((path) => readSourceFile(path, readFileSync(path, 'utf8')))
}

/** By the name that an import resolves to. */
export function indexByTarget(files: SourceFile[]): SourceTree {
  return new Map(files.map((file) => [file.path.replace(/\.(ts|tsx|mjs)$/, ''), file]))
}

/** `place` is a file, a folder or a package with all below it, or a prefix that ends with a colon. */
export function isBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(place.endsWith(':') ? place : `${place}/`)
}

/** The banned packages that a file runs, itself or through others, each with the way there. */
export function reach(start: SourceFile, all: SourceTree, banned: string[]): string[] {
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
