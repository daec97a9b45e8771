// A private Postgres for one test run: own data folder, free port, unprivileged user, stopped by its pid.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { installByApt } from '../../scripts/find-program'
import { freePort } from './free-port'

const PACKAGED = '/usr/lib/postgresql'
const READY_WITHIN_MS = 30_000

export type TestPostgres = {
  /** Address of the maintenance database; its user may create others. */
  url: string
  /** Ends it at once, as a crash does: what was committed is recovered at the next start. */
  crash(): Promise<void>
  /** Starts it again after a crash, on the same data and port. */
  restart(): Promise<void>
  /** Stops all its processes where they are: connections stay open, and nobody answers. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** The folder with the newest `initdb` and `postgres`, installed where there is none and one may. */
export function findPostgres(): string | undefined {
  return searchPostgres() ?? (installByApt('Postgres', 'postgresql') ? searchPostgres() : undefined)
}

/** Debian's versions first, then PATH. */
function searchPostgres(): string | undefined {
  const versions = existsSync(PACKAGED) ? readdirSync(PACKAGED).sort((a, b) => Number(b) - Number(a)) : []
  const folders = versions.map((version) => join(PACKAGED, version, 'bin'))
  return [...folders, ...(process.env.PATH ?? '').split(delimiter)].find(
    (folder) => folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
}

/**
 * @param settings more of them, such as `max_connections=10`
 * @throws Error with the end of the server's log when it does not come up
 */
export async function startPostgres(bin: string, settings: readonly string[] = []): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'parley-postgres-'))
  const data = join(home, 'data')
  const account = unprivilegedAccount()
  if (account) chownSync(home, account.uid, account.gid)
  const run = { cwd: home, ...account }
  const port = await freePort()
  try {
    execFileSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'parley', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
      { ...run, stdio: 'pipe' },
    )
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
  const url = `postgres://parley@127.0.0.1:${port}/postgres`
  const said = ['log_min_messages=warning', ...settings].flatMap((setting) => ['-c', setting])
  const start = () =>
    launch(join(bin, 'postgres'), ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', home, ...said])

  async function launch(program: string, parameters: string[]): Promise<ChildProcess> {
    const server = spawn(program, parameters, { ...run, stdio: ['ignore', 'ignore', 'pipe'] })
    let log = ''
    server.stderr.on('data', (chunk) => {
      log = (log + chunk).slice(-4_000)
    })
    try {
      await answers(url, server)
      return server
    } catch (cause) {
      await end(server, 'SIGINT')
      rmSync(home, { recursive: true, force: true })
      throw new Error(`The test Postgres did not start. Its log ends with:\n${log}`, { cause })
    }
  }

  let server = await start()
  return {
    url,
    // SIGQUIT is Postgres's immediate shutdown, SIGINT the fast one: it ends the sessions and stops.
    crash: () => end(server, 'SIGQUIT'),
    async restart() {
      server = await start()
    },
    freeze: () => signalAll(server, 'SIGSTOP'),
    thaw: () => signalAll(server, 'SIGCONT'),
    async stop() {
      await end(server, 'SIGINT')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill(signal)
  await ended
}

/** Every session is a process of its own, in a group of its own. */
function signalAll(server: ChildProcess, signal: NodeJS.Signals): void {
  const parentOf = (pid: string): string | undefined => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]
    } catch {
      return undefined
    }
  }
  server.kill(signal)
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === `${server.pid}`)) {
    signalOne(Number(pid), signal)
  }
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended since it was listed.
  }
}

/** Postgres refuses to run as root, so root lends it a lesser account. */
function unprivilegedAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${wanted}:`))?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('Postgres does not run as root, and neither the account postgres nor nobody exists.')
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    // A refused connection rejects connect(); a later death of the socket must not end the test run.
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (server.exitCode !== null || performance.now() > deadline) throw error
      await delay(50)
    }
  }
}
