// A private Postgres for one test run: own data folder, free port, unprivileged user, stopped by its pid.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port'

const PACKAGED = '/usr/lib/postgresql'
const READY_WITHIN_MS = 30_000

export type TestPostgres = {
  /** Address of the maintenance database; its user may create others. */
  url: string
  stop(): Promise<void>
}

/** The folder with the newest `initdb` and `postgres`: Debian's versions first, then PATH. */
export function findPostgres(): string | undefined {
  const versions = existsSync(PACKAGED) ? readdirSync(PACKAGED).sort((a, b) => Number(b) - Number(a)) : []
  const folders = versions.map((version) => join(PACKAGED, version, 'bin'))
  return [...folders, ...(process.env.PATH ?? '').split(delimiter)].find(
    (folder) => folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
}

/** @throws Error with the end of the server's log when it does not come up. */
export async function startPostgres(bin: string): Promise<TestPostgres> {
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
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', home, '-c', 'log_min_messages=warning'],
    { ...run, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  server.stderr.on('data', (chunk) => {
    log = (log + chunk).slice(-4_000)
  })
  const url = `postgres://parley@127.0.0.1:${port}/postgres`
  const stop = () => stopPostgres(server, home)
  try {
    await answers(url, server)
  } catch (cause) {
    await stop()
    throw new Error(`The test Postgres did not start. Its log ends with:\n${log}`, { cause })
  }
  return { url, stop }
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

/** SIGINT is Postgres's fast shutdown: it ends the sessions and stops. */
async function stopPostgres(server: ChildProcess, home: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit')
    server.kill('SIGINT')
    await ended
  }
  rmSync(home, { recursive: true, force: true })
}
