import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  server.serve((_, response) => response.end('a page'))
})
afterAll(() => server.close())

test('The service worker is asked for anew each time, and names the build it belongs to', async () => {
  const answer = await fetch(`${server.origin}/sw.js`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  const script = await answer.text()
  expect(script).toMatch(/'parley-shell-[\w-]+'/)
  expect(script).not.toContain('__BUILD__')
})

test('The service worker keeps the offline page, icons and files with a digest in their name, and nothing else', () => {
  const source = readFileSync('public/sw.js', 'utf8')
  const puts = source.match(/shell\.(put|add|addAll)\([^)]*\)/g)
  expect(puts).toEqual(['shell.addAll(ICONS)', 'shell.put(OFFLINE, page)', 'shell.put(request.url, answer.clone()'])
  expect(source).toContain("if (request.mode === 'navigate') event.respondWith(navigate(event))")
  expect(source).toContain('pathname.startsWith(UNCHANGING) || ICONS.includes(pathname)')
})
