// @ts-check
// Runs one of the tools that are written in TypeScript: from its source where that can be compiled, else as it was
// bundled with the build.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BUNDLE, ROOT } from './current-build.mjs'

const [name = ''] = process.argv.splice(2, 1)
const bundled = join(dirname(BUNDLE), `${name}.mjs`)
if (existsSync(join(ROOT, 'node_modules', 'tsx'))) {
  const { register } = await import('tsx/esm/api')
  register()
  await import(pathToFileURL(join(ROOT, 'scripts', `${name}.ts`)).href)
} else if (existsSync(bundled)) {
  await import(pathToFileURL(bundled).href)
} else {
  process.stderr.write('There is no build, and the packages that make one are not installed. Run: npm ci\n')
  process.exitCode = 1
}
