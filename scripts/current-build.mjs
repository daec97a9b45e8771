// @ts-check
// Tells whether the build belongs to the sources at hand. Plain JavaScript, since it runs before anything is compiled.
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const BUNDLE = join(ROOT, 'dist', 'server.mjs')
/** Programs of scripts/ that are bundled beside the server, to run where nothing compiles TypeScript. */
export const TOOLS = ['backup', 'restore', 'migrate-to-postgres']
export const STAMP = join(ROOT, 'dist', 'stamp')
const PAGES = join(ROOT, '.next', 'BUILD_ID')

/** All that a build is made of. */
const SOURCES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'next.config.mjs',
  'postcss.config.mjs',
  'server.ts',
  'instrumentation.ts',
  'proxy.ts',
  'app',
  'components',
  'lib',
  'public',
  'scripts/build.ts',
  'scripts/copy-emoji-data.ts',
  'scripts/tool.ts',
  ...TOOLS.map((name) => `scripts/${name}.ts`),
]
const NOT_BUILT = /(^|\/)(testing|\.[^/]+)(\/|$)|\.test\.tsx?$/

/** Next writes it into what it builds, so a build made with another value does not serve. */
const BUILD_SETTINGS = ['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY']

/**
 * A digest of every source and setting that makes the build, tests left out.
 * @param {string} [root]
 * @returns {string} SHA-256, hexadecimal
 */
export function hashSources(root = ROOT) {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap((source) => filesUnder(root, source))) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  for (const setting of BUILD_SETTINGS) hash.update(`${setting}\0${process.env[setting] ?? ''}\0`)
  return hash.digest('hex')
}

/**
 * What the stamp of a build says: these sources, and these pages of Next.
 * @param {string} sources their hash
 */
export function describeBuild(sources) {
  return `${sources} ${readFileSync(PAGES, 'utf8')}`
}

/** @returns {boolean} */
export function isBuildCurrent() {
  if (![BUNDLE, STAMP, PAGES].every((path) => existsSync(path))) return false
  return readFileSync(STAMP, 'utf8') === describeBuild(hashSources())
}

/**
 * @param {string} root
 * @param {string} path a file or folder, which may be missing
 * @returns {string[]} paths from the root, always in the same order
 */
function filesUnder(root, path) {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false })
  if (found === undefined || NOT_BUILT.test(path)) return []
  if (found.isFile()) return [path]
  if (!found.isDirectory()) return []
  const names = readdirSync(join(root, path)).sort()
  return names.flatMap((name) => filesUnder(root, `${path}/${name}`))
}
