// Makes the production build: Next's pages, the bundled server, and the stamp that says of which sources.
// `--if-needed` does nothing when the build is current, and is quiet about Next unless it fails.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { build as bundle } from 'esbuild'
import { copyEmojiData } from './copy-emoji-data'
import { BUNDLE, describeBuild, hashSources, isBuildCurrent, ROOT, STAMP, TOOLS } from './current-build.mjs'

const ifNeeded = process.argv.includes('--if-needed')
if (!(ifNeeded && isBuildCurrent())) await alone(build)

async function build(): Promise<void> {
  // Whoever waited for another's build finds it done.
  if (ifNeeded && isBuildCurrent()) return
  const started = performance.now()
  say('Building for production; this takes about a minute…')
  // Before the sources are counted: what is in public is one of them, and the same package makes the same files.
  copyEmojiData()
  // Taken first, so that what is edited during the build counts as changed.
  const sources = hashSources()
  rmSync(STAMP, { force: true })
  await buildPages()
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: ['server.ts', ...TOOLS.map((name) => `scripts/${name}.ts`)],
    entryNames: '[name]',
    outdir: dirname(BUNDLE),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
  writeFileSync(STAMP, describeBuild(sources))
  say(`Built in ${Math.round((performance.now() - started) / 1000)} s.`)
}

async function buildPages(): Promise<void> {
  const next = spawn(process.execPath, [createRequire(import.meta.url).resolve('next/dist/bin/next'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', ifNeeded ? 'pipe' : 'inherit', ifNeeded ? 'pipe' : 'inherit'],
  })
  let told = ''
  for (const stream of [next.stdout, next.stderr]) stream?.on('data', (chunk) => (told += chunk))
  const [code] = await withSignals(next, once(next, 'exit'))
  if (code === 0) return
  // Ended by a signal, or by itself on hearing one.
  if (code === null || code > 128) fail('The build was stopped.')
  process.stderr.write(told)
  fail('The build failed; what Next said stands above.')
}

/** A build that is told to stop takes Next along. */
async function withSignals<T>(child: ChildProcess, ended: Promise<T>): Promise<T> {
  const stop = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    return await ended
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

/**
 * One build at a time per folder. SQLite's lock belongs to the operating system, which frees it however its holder
 * ends; a lock file would have to be judged stale by guessing.
 */
async function alone(run: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(BUNDLE), { recursive: true })
  const lock = new Sqlite(join(dirname(BUNDLE), 'build.lock'), { timeout: 0 })
  for (let waited = false; !isTaken(lock); waited = true) {
    if (!waited) say('Another build is under way in this folder; waiting for it…')
    await delay(200)
  }
  try {
    await run()
  } finally {
    lock.close()
  }
}

function isTaken(lock: Sqlite.Database): boolean {
  try {
    lock.exec('begin exclusive')
    return true
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return false
    throw error
  }
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
