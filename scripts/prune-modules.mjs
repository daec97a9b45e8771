// @ts-check
// Makes node_modules smaller for the image: what is only compiled with, tested with or built from goes. Run by the
// Dockerfile, which has nothing but Node at this point.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const MODULES = 'node_modules'

/** Whole packages that come as peers or options of Next and serve its builds, or pictures, which Parley has none of. */
const PACKAGES = [
  '@img',
  'sharp',
  'playwright',
  'playwright-core',
  '@playwright',
  'typescript',
  '@typescript',
  'babel-plugin-react-compiler',
  ...packagesOf('@next').filter((name) => name.startsWith('@next/swc-')),
  // The build has copied what the picker needs to public/emoji.
  'emojibase-data',
]

/** Parts of packages: the C++ sources, which have become a binary, and documentation. */
const PARTS = ['better-sqlite3/deps', 'better-sqlite3/src', 'next/dist/docs']

for (const path of [...PACKAGES, ...PARTS]) rmSync(join(MODULES, path), { recursive: true, force: true })
for (const path of allFiles(MODULES)) {
  if (/\.(map|d\.ts|d\.mts|d\.cts|o|a)$/.test(path)) rmSync(path)
}
for (const folder of ['obj', 'obj.target', 'deps']) {
  rmSync(join(MODULES, 'better-sqlite3', 'build', 'Release', folder), { recursive: true, force: true })
}

/**
 * @param {string} scope
 * @returns {string[]}
 */
function packagesOf(scope) {
  const folder = join(MODULES, scope)
  return existsSync(folder) ? readdirSync(folder).map((name) => `${scope}/${name}`) : []
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function allFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
