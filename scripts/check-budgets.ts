// Fails when a page's first-load JavaScript outgrows its budget. Measured on the running build, as a browser gets it.

import { rmSync } from 'node:fs'
import { startProcess } from '#lib/testing/process'
import { type FirstLoad, measureFirstLoad } from './first-load'

/** Gzipped, in KiB. Next and React alone are 131. */
const BUDGETS = { '/join': 142, '/room': 170 }

const server = await startProcess()
try {
  const join = await page(`${server.origin}/join`)
  const cookie = await enterLobby(server.origin, join)
  const room = await page(`${server.origin}/room/lobby`, cookie)
  const measured = {
    '/join': await measureFirstLoad(server.origin, join),
    '/room': await measureFirstLoad(server.origin, room),
  }
  process.stdout.write('First-load JavaScript, gzipped\n')
  for (const path of ['/join', '/room'] as const) report(path, measured[path], BUDGETS[path])
} finally {
  await server.kill('SIGTERM')
  rmSync(server.dataDir, { recursive: true, force: true })
}

function report(path: string, { files, gzippedBytes }: FirstLoad, budget: number): void {
  const kibibytes = gzippedBytes / 1_024
  const isOver = kibibytes > budget
  const verdict = isOver ? `OVER by ${(kibibytes - budget).toFixed(1)} KiB` : 'within'
  process.stdout.write(
    `  ${path.padEnd(8)} ${kibibytes.toFixed(1).padStart(6)} KiB of ${budget} KiB in ${files} files: ${verdict}\n`,
  )
  if (isOver) process.exitCode = 1
}

async function page(url: string, cookie = ''): Promise<string> {
  const response = await fetch(url, { headers: { cookie } })
  if (!response.ok || response.redirected) throw new Error(`${url} answered ${response.status} at ${response.url}.`)
  return response.text()
}

/** Joins as a browser without JavaScript does, by posting the form. Returns the session's cookie. */
async function enterLobby(origin: string, html: string): Promise<string> {
  const form = new FormData()
  for (const [input] of html.matchAll(/<input type="hidden"[^>]*>/g)) {
    const name = input.match(/name="([^"]*)"/)?.[1]
    if (name !== undefined && !form.has(name)) form.set(name, decodeEntities(input.match(/value="([^"]*)"/)?.[1] ?? ''))
  }
  form.set('name', 'Budget')
  form.set('code', 'lobby')
  const response = await fetch(`${origin}/join`, {
    method: 'POST',
    body: form,
    headers: { origin },
    redirect: 'manual',
  })
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  if (cookies.length === 0) throw new Error(`Joining the lobby answered ${response.status} and set no session.`)
  return cookies.join('; ')
}

function decodeEntities(attribute: string): string {
  const characters: Record<string, string> = { quot: '"', '#x27': "'", lt: '<', gt: '>', amp: '&' }
  return attribute.replace(/&(quot|#x27|lt|gt|amp);/g, (_, name: string) => characters[name] ?? '')
}
