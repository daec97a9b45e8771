// Fails when what a page loads first outgrows its budget. Measured on the running build, as a browser gets it.

import { rmSync } from 'node:fs'
import { startProcess } from '#lib/testing/process'
import { type FirstLoad, measureFirstLoad } from './first-load'

/** KiB as they travel. Of the scripts, Next and React alone are 131. `all` is a first visit with its HTML. */
const BUDGETS = {
  '/join': { scripts: 142, styles: 10, fonts: 62, all: 240 },
  '/room': { scripts: 190, styles: 14, fonts: 62, all: 300 },
}

const server = await startProcess()
try {
  const join = await page(`${server.origin}/join`)
  const cookie = await enterLobby(server.origin, join)
  const room = await page(`${server.origin}/room/lobby`, cookie)
  const measured = {
    '/join': await measureFirstLoad(server.origin, join),
    '/room': await measureFirstLoad(server.origin, room),
  }
  process.stdout.write('First load, KiB as it travels\n')
  for (const path of ['/join', '/room'] as const) report(path, measured[path], BUDGETS[path])
} finally {
  await server.kill('SIGTERM')
  rmSync(server.dataDir, { recursive: true, force: true })
}

type Budget = (typeof BUDGETS)['/join']

function report(path: string, { html, ...parts }: FirstLoad, budget: Budget): void {
  const all = html + parts.scripts + parts.styles + parts.fonts
  const told = Object.entries({ ...parts, all }).map(([part, bytes]) => {
    const most = new Map<string, number>(Object.entries(budget)).get(part) ?? 0
    const isOver = bytes / 1_024 > most
    if (isOver) process.exitCode = 1
    return `${part} ${(bytes / 1_024).toFixed(1)} of ${most}${isOver ? ' OVER' : ''}`
  })
  process.stdout.write(`  ${path.padEnd(6)} ${told.join(', ')}\n`)
}

async function page(url: string, cookie = ''): Promise<string> {
  const response = await fetch(url, { headers: { cookie } })
  if (!response.ok || response.redirected) throw new Error(`${url} answered ${response.status} at ${response.url}.`)
  return response.text()
}

/** Joins as a browser without JavaScript does, by posting the form. Returns the session's cookie. */
async function enterLobby(origin: string, html: string): Promise<string> {
  const form = new FormData()
  // The way in is the form with the name; the choice of the language is another.
  const way = html.match(/<form(?:(?!<form).)*?name="name"/s)?.[0] ?? ''
  for (const [input] of way.matchAll(/<input type="hidden"[^>]*>/g)) {
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
