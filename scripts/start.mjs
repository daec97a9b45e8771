// @ts-check
// `npm start`: builds when there is no current build, then runs the server in this process, so that signals and memory
// are those of one plain Node. Plain JavaScript, since it runs before anything is compiled.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { BUNDLE, isBuildCurrent, ROOT } from './current-build.mjs'

const HELP = `Usage: npm start -- [options]

Builds Parley when there is no current build, then serves it.

  --port N     listen on this port instead of 3000
  --no-qr      print no QR code
  --no-build   refuse to start, instead of building, when there is no current build
  --help       show this and stop

All other settings are environment variables; .env.example lists them.
`

const options = readOptions()
if (options.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
if (options.port !== undefined) process.env.PORT = options.port
if (options['no-qr']) process.env.QR = 'off'

process.chdir(ROOT)
if (!existsSync(join(ROOT, 'node_modules', 'next'))) fail('The packages are not installed yet. Run: npm ci')
if (!isBuildCurrent()) {
  if (options['no-build']) fail('There is no current build. Run: npm run build')
  await build()
}
// Set here and not by the caller: Node reads neither npm's nor the shell's idea of production.
Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
await import(pathToFileURL(BUNDLE).href)

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string' },
        'no-qr': { type: 'boolean' },
        'no-build': { type: 'boolean' },
      },
    })
    return values
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
}

async function build() {
  if (!existsSync(join(ROOT, 'node_modules', 'esbuild'))) {
    fail('There is no current build, and the packages that make one are not installed. Run: npm ci --include=dev')
  }
  const child = spawn(process.execPath, ['--import', 'tsx', join('scripts', 'build.ts'), '--if-needed'], {
    stdio: 'inherit',
  })
  const stop = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const code = await new Promise((resolve) => child.once('exit', resolve))
  process.off('SIGINT', stop).off('SIGTERM', stop)
  if (code !== 0) fail('Parley was not started, because it has no current build.')
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
