// The nginx of deploy/nginx.conf on a port of its own, in front of servers that run here.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ROOT } from '../../scripts/current-build.mjs'
import { findProgram } from '../../scripts/find-program'

export type TestNginx = {
  origin: string
  printed(): string
  close(): Promise<void>
}

const READY_WITHIN_MS = 10_000

/** The configuration as it is deployed, with other ports and folders. @throws Error when it has lost one of them */
export function localNginxConf(port: number, nodes: readonly number[], folder: string): string {
  const servers = nodes.map((node) => `    server 127.0.0.1:${node} max_fails=1 fail_timeout=1s;`).join('\n')
  const replaced: [RegExp, string][] = [
    [/^ {4}server parley-1:3000 [^\n]*\n {4}server parley-2:3000 [^\n]*$/m, servers],
    [/listen 80 /, `listen ${port} `],
    [/\/tmp\//g, `${folder}/`],
  ]
  return replaced.reduce(
    (conf, [pattern, local]) => {
      if (conf.search(pattern) < 0) throw new Error(`deploy/nginx.conf has nothing like ${pattern} any more.`)
      return conf.replace(pattern, local)
    },
    readFileSync(join(ROOT, 'deploy', 'nginx.conf'), 'utf8'),
  )
}

/** Checks the configuration and starts it. @throws Error with what nginx said when it does not come up */
export async function startNginx(port: number, nodes: readonly number[]): Promise<TestNginx> {
  const program = findProgram('nginx').path
  const folder = mkdtempSync(join(tmpdir(), 'parley-nginx-'))
  // Its workers run under an account of their own.
  chmodSync(folder, 0o755)
  const conf = join(folder, 'nginx.conf')
  writeFileSync(conf, localNginxConf(port, nodes, folder))
  const args = ['-p', folder, '-c', conf]
  try {
    execFileSync(program, [...args, '-t'], { stdio: 'pipe' })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  const server = spawn(program, [...args, '-g', 'daemon off;'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const ended = once(server, 'close')
  const close = async (): Promise<void> => {
    // Its master ends its workers on this one; killed, it would leave them behind.
    server.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const origin = `http://127.0.0.1:${port}`
  const until = performance.now() + READY_WITHIN_MS
  while (!(await answers(origin))) {
    const isOver = await Promise.race([ended.then(() => true), delay(20, false)])
    if (!isOver && performance.now() < until) continue
    await close()
    throw new Error(`nginx did not start. It printed:\n${printed}`)
  }
  return { origin, printed: () => printed, close }
}

async function answers(origin: string): Promise<boolean> {
  try {
    // Answered by nginx itself, whoever stands behind it.
    return (await fetch(`${origin}/readyz`)).status === 404
  } catch {
    return false
  }
}
