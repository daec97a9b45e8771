// `npm run try:image`: performs the Dockerfile's steps one by one in clean folders, without Docker, then starts what the
// image would start, asks it what the health check asks, stops it as Docker would, and prints how large it all is.
// Not performed: the base image, apt-get (its tools must be on this machine), and the separation from this machine.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../lib/testing/free-port'
import { ROOT } from './current-build.mjs'
import { isIgnored, lastOf, pairsOf, parseDockerfile, type Stage, type Step } from './dockerfile'

const READY_WITHIN_MS = 30_000
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
const home = mkdtempSync(join(tmpdir(), 'parley-image-'))
const rootOf = (stage: string): string => join(home, stage)
const stages = parseDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))
const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => /^[^#]/.test(line))

try {
  say(`Node ${process.version} on ${process.platform}-${process.arch}; the image has the one of its base.`)
  for (const stage of stages) build(stage)
  const run = stages.at(-1)
  if (!run) throw new Error('The Dockerfile has no stage.')
  tellSize(run)
  await tryOut(run)
} finally {
  rmSync(home, { recursive: true, force: true })
}

function build(stage: Stage): void {
  const root = rootOf(stage.name)
  const parent = stages.find(({ name }) => name === stage.from)
  if (parent) cpSync(rootOf(parent.name), root, { recursive: true, verbatimSymlinks: true })
  else mkdirSync(root, { recursive: true })
  say(`FROM ${stage.from} AS ${stage.name}${parent ? '' : ' (an empty folder here)'}`)
  let workdir = parent ? workdirOf(parent) : '/'
  const env: Record<string, string> = {}
  for (const step of stage.steps) {
    const started = performance.now()
    if (step.instruction === 'WORKDIR') {
      workdir = step.args
      mkdirSync(join(root, workdir), { recursive: true })
    } else if (step.instruction === 'ENV') Object.assign(env, pairsOf({ ...stage, steps: [step] }, 'ENV'))
    else if (step.instruction === 'COPY') copy(step, root, workdir)
    else if (step.instruction === 'RUN') execute(step.args, root, workdir, env)
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    say(`  ${step.instruction} ${step.args.slice(0, 90)} (${seconds} s)`)
  }
}

function workdirOf(stage: Stage): string {
  return lastOf(stage, 'WORKDIR')?.args ?? '/'
}

/** One source into a folder keeps its name; a folder's contents go into the target, as Docker has it. */
function copy({ args, flags }: Step, root: string, workdir: string): void {
  const words = args.split(/\s+/)
  const target = join(root, workdir, words.at(-1) ?? '')
  const base = flags.from === undefined ? ROOT : rootOf(flags.from)
  const isWanted = (path: string): boolean => flags.from !== undefined || !isIgnored(ignored, relative(ROOT, path))
  for (const source of words.slice(0, -1)) {
    const from = join(base, source)
    const to = statSync(from).isDirectory() ? target : join(target, basename(from))
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: isWanted })
  }
}

function execute(command: string, root: string, workdir: string, env: Record<string, string>): void {
  if (command.startsWith('apt-get')) {
    for (const tool of ['python3', 'make', 'g++']) execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' })
    say('  not run, since it would change this machine; python3, make and g++ are here')
    return
  }
  // Without a root of its own, what is absolute in the image is below the stage's folder here.
  const here = command.replace(/(^|\s)\/(?=data\b|app\b)/g, `$1${root}/`)
  const { PATH = '', HOME = '' } = process.env
  const options = { cwd: join(root, workdir), encoding: 'utf8', maxBuffer: 64e6 } as const
  const { status, stdout, stderr } = spawnSync(...withOnly({ PATH, HOME, ...env }, ['sh', '-c', here]), options)
  if (status !== 0) throw new Error(`This step failed: ${command}\n${stdout}${stderr}`)
}

function tellSize({ name }: Stage): void {
  const size = execFileSync('sh', ['-c', 'tar c . | gzip -6 | wc -c'], { cwd: rootOf(name), encoding: 'utf8' })
  const [unpacked = ''] = execFileSync('du', ['-sm', '.'], { cwd: rootOf(name), encoding: 'utf8' }).split('\t')
  say(`Added to ${stages.at(-1)?.from}: ${(Number(size) / 1e6).toFixed(1)} MB compressed, ${unpacked} MB unpacked.`)
  const maps = execFileSync('find', ['.', '-name', '*.map'], { cwd: rootOf(name), encoding: 'utf8' })
  if (maps !== '') throw new Error(`Source maps got in:\n${maps}`)
}

async function tryOut(stage: Stage): Promise<void> {
  const root = rootOf(stage.name)
  const port = await freePort()
  const { DATA_DIR = '', ...env } = pairsOf(stage, 'ENV')
  const own = { DATA_DIR: join(root, DATA_DIR), PORT: String(port) }
  const given = { PATH: process.env.PATH ?? '', ...env, ...own }
  const [uid = 0, gid = 0] = (lastOf(stage, 'USER')?.args ?? '').split(':').map(Number)
  const account = process.getuid?.() === 0 ? { uid, gid } : {}
  // The folders above belong to whoever runs this; the account only passes through.
  if (process.getuid?.() === 0) chownSync(home, uid, gid)
  const cwd = join(root, workdirOf(stage))
  const started = withOnly(given, commandOf(lastOf(stage, 'CMD')))
  const server = spawn(...started, { cwd, ...account, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const ended = once(server, 'close')
  try {
    const check = withOnly(given, commandOf(lastOf(stage, 'HEALTHCHECK')))
    await healthy(server, () => spawnSync(...check, { cwd, ...account }).status === 0)
    for (const path of ['/readyz', '/join']) {
      const { status } = await fetch(`http://127.0.0.1:${port}${path}`)
      say(`GET ${path}: ${status}`)
      if (status !== 200) throw new Error('That should have been 200.')
    }
    server.kill(lastOf(stage, 'STOPSIGNAL')?.args === 'SIGTERM' ? 'SIGTERM' : 'SIGKILL')
    const [code] = await ended
    say(`Healthy by its own check as ${JSON.stringify(account)}; stopped by SIGTERM with code ${code}.`)
    if (code !== 0) throw new Error('It should have ended with 0.')
  } catch (cause) {
    throw new Error(`The image does not run. It printed:\n${printed}`, { cause })
  } finally {
    server.kill('SIGKILL')
  }
}

/** With these variables and no others. */
function withOnly(variables: Record<string, string>, command: readonly string[]): [string, string[]] {
  return ['env', ['-i', ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ...command]]
}

async function healthy(server: ChildProcess, check: () => boolean): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS
  while (!check()) {
    if (server.exitCode !== null || performance.now() > until) throw new Error('It never became healthy.')
    await delay(200)
  }
}

/** The exec form of CMD, also where it follows a HEALTHCHECK. */
function commandOf(step: Step | undefined): string[] {
  return JSON.parse((step?.args ?? '').replace(/^CMD /, ''))
}
