import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { CRASH_POINTS } from './crash-points'
import { type Patch, patching } from './node-bundle'
import { PRODUCT_MUTANTS } from './product-mutants'

const builds = [
  ...CRASH_POINTS.map(({ name, build: { patches } }) => ({ name: `crash ${name}`, patches })),
  ...PRODUCT_MUTANTS.map(({ name, server, client }) => ({
    name,
    patches: [...(server?.patches ?? []), ...(client ?? [])],
  })),
]

test.each(builds)('what the lab breaks still stands where it breaks it: $name', ({ patches }) => {
  expect(patches.length).toBeGreaterThan(0)
  for (const { file, find, replace } of patches) {
    const source = readFileSync(file, 'utf8')
    expect(
      source.replace(find, () => replace),
      `${file}: ${find}`,
    ).not.toBe(source)
  }
})

test('a bundle with a patch that finds nothing is not made', async () => {
  const blind: Patch = { file: 'lib/shared/refusal.ts', find: 'words that stand nowhere', replace: '' }
  const bundled = build({
    ...{ entryPoints: ['lib/shared/refusal.ts'], bundle: true, write: false, logLevel: 'silent' as const },
    plugins: [patching([blind])],
  })
  await expect(bundled).rejects.toThrow('Nothing to patch: lib/shared/refusal.ts has no words that stand nowhere')
})
