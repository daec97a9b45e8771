// Bundles of the server for the lab, with or without something broken in them. What is broken is broken here, on the way
// into the bundle: the product has no switch for it.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { ROOT } from '../../scripts/current-build.mjs'

/** One change of one source file; `find` must stand there, or the lab has grown blind. */
export type Patch = { file: string; find: string | RegExp; replace: string }

/** A bundle by its name, and what is broken in it. */
export type Build = { name: string; patches: readonly Patch[] }

const bundles = new Map<string, Promise<string>>()

/** The bundle's path; made once for each name. */
export function bundleNode(name = 'whole', patches: readonly Patch[] = []): Promise<string> {
  const known = bundles.get(name)
  if (known) return known
  const outfile = join(ROOT, 'node_modules', '.cache', 'parley', `lab-${name}-${process.pid}.mjs`)
  const made = build({
    absWorkingDir: ROOT,
    entryPoints: ['bench/faults/node-entry.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    plugins: [patching(patches)],
  }).then(() => outfile)
  bundles.set(name, made)
  return made
}

export async function removeBundles(): Promise<void> {
  for (const made of bundles.values()) rmSync(await made, { force: true })
  bundles.clear()
}

/** @throws Error while bundling, where a patch finds nothing to change */
export function patching(patches: readonly Patch[]): Plugin {
  return {
    name: 'patching',
    setup({ onLoad, onEnd }) {
      const applied = new Set<Patch>()
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const own = patches.filter(({ file }) => path === join(ROOT, file))
        if (own.length === 0) return undefined
        let contents = readFileSync(path, 'utf8')
        for (const patch of own) {
          const changed = contents.replace(patch.find, () => patch.replace)
          if (changed !== contents) applied.add(patch)
          contents = changed
        }
        return { contents, loader: 'ts' }
      })
      onEnd(() => {
        const missed = patches.filter((patch) => !applied.has(patch))
        if (missed.length > 0)
          throw new Error(`Nothing to patch: ${missed.map(({ file, find }) => `${file} has no ${find}`).join('; ')}`)
      })
    },
  }
}
