import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { findPostgres } from '#lib/testing/postgres'
import { isBuildCurrent, ROOT } from './current-build.mjs'

const reason = !isBuildCurrent() ? 'no current build' : findPostgres() === undefined ? 'no Postgres' : undefined
const missing = reason === undefined ? '' : ` (skipped: ${reason})`

const foldersLeft = (pid: number | undefined): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`parley-cluster-${pid}-`))

const TITLE = `npm run cluster serves at the address it prints, and leaves nothing behind when it is stopped${missing}`

test(TITLE, { timeout: 120_000, skip: missing !== '' }, async () => {
  const cluster = spawn(process.execPath, ['--import', 'tsx', 'scripts/cluster.ts', '--nodes', '2'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let printed = ''
  for (const stream of [cluster.stdout, cluster.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const ended = once(cluster, 'close')
  try {
    await expect.poll(() => printed, { timeout: 90_000, interval: 100 }).toContain('Ctrl-C stops')
    const [, origin = ''] = /Parley\s+(http:\S+)/.exec(printed) ?? []
    expect((await fetch(`${origin}/join`)).status).toBe(200)
    expect(printed.match(/Node \d/g)).toEqual(['Node 1', 'Node 2'])
    const ports = [...printed.matchAll(/(?:port |:)(\d{4,5})\b/g)].map(([, port]) => port)
    expect(foldersLeft(cluster.pid)).toHaveLength(1)
    // As a terminal does: to this process and to everything that it has started.
    process.kill(-(cluster.pid ?? 0), 'SIGINT')
    const [code] = await ended
    expect([code, printed]).toEqual([0, expect.stringContaining('Stopped.')])
    expect(foldersLeft(cluster.pid)).toEqual([])
    for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/`), port).rejects.toThrow()
  } finally {
    cluster.kill('SIGTERM')
    await ended
  }
})

test('npm run cluster says what is wrong with how it was asked', async () => {
  const cluster = spawn(process.execPath, ['--import', 'tsx', 'scripts/cluster.ts', '--nodes', 'many'], { cwd: ROOT })
  let said = ''
  cluster.stderr.on('data', (chunk) => (said += chunk))
  const [code] = await once(cluster, 'close')
  expect([code, said]).toEqual([1, expect.stringContaining('--nodes')])
})
