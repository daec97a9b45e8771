import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findScripts, measureFirstLoad } from './first-load'

const SCRIPT = 'speak("hello");'.repeat(50)
let server: ReturnType<typeof createServer>
let origin: string

beforeEach(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/_next/static/chunks/missing.js' ? 404 : 200)
    response.end(SCRIPT)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})

afterEach(() => {
  server.close()
})

test('scripts, preloads and component chunks count once each, the one for old browsers not at all', () => {
  const html = `
    <script src="/_next/static/chunks/a.js" async="" nonce="x"></script>
    <script src="/_next/static/chunks/old.js" noModule="" nonce="x"></script>
    <link rel="preload" as="script" href="/_next/static/chunks/b.js"/>
    <link rel="stylesheet" href="/_next/static/chunks/c.css"/>
    <script>push([1,"I[1,[\\"/_next/static/chunks/a.js\\",\\"/_next/static/chunks/d.js\\"]"])</script>`
  expect(findScripts(html)).toEqual(['a', 'b', 'd'].map((name) => `/_next/static/chunks/${name}.js`))
})

test('the sum is of gzipped bytes', async () => {
  const html = '<script src="/_next/static/chunks/a.js"></script><script src="/_next/static/chunks/b.js"></script>'
  const each = gzipSync(SCRIPT, { level: 9 }).length
  await expect(measureFirstLoad(origin, html)).resolves.toMatchObject({ scripts: 2 * each, styles: 0, fonts: 0 })
})

test('styles are gzipped too; fonts travel as they are', async () => {
  const html = `<script src="/_next/static/chunks/a.js"></script>
    <link rel="stylesheet" href="/_next/static/chunks/c.css"/>
    <link rel="preload" as="font" href="/_next/static/media/d.woff2"/>`
  const each = gzipSync(SCRIPT, { level: 9 }).length
  const sizes = { scripts: each, styles: each, fonts: SCRIPT.length }
  await expect(measureFirstLoad(origin, html)).resolves.toEqual({ ...sizes, html: gzipSync(html, { level: 9 }).length })
})

test('a page without scripts, or with one that does not load, is no measurement', async () => {
  await expect(measureFirstLoad(origin, '<h1>Error</h1>')).rejects.toThrow('names no script')
  const html = '<script src="/_next/static/chunks/missing.js"></script>'
  await expect(measureFirstLoad(origin, html)).rejects.toThrow('missing.js answered 404')
})
