import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRoutine, routeOf } from './route-of'

describe('the route of a path', () => {
  test('holds nothing that was filled in', () => {
    const paths = ['/room/ABCD-EFGH', '/room/lobby', '/private/Ab_9', '/api/auth/callback/github', '/_next/static/a.js']
    expect(paths.map(routeOf)).toEqual(['/room/[code]', '/room/[code]', '/private/[id]', '/api/auth/*', '/_next/*'])
    for (const path of ['/ABCD-EFGH', '/join/ABCD-EFGH', '/rooms', '/.env', '//evil.example', 'http://x/', '*', ''])
      expect(routeOf(path), path).toBe('[unknown]')
  })

  test('is known for every page, route and file that there is', () => {
    const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
      .filter((path) => /(^|\/)(page|route)\.tsx?$/.test(path))
      .map((path) => `/${path.replace(/\/?(page|route)\.tsx?$/, '').replaceAll(/\[[^\]]+\]/g, 'x')}`)
    const files = readdirSync('public', { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.replace(/^public/, ''))
    expect(pages.length).toBeGreaterThan(4)
    expect(files.length).toBeGreaterThan(4)
    expect([...pages, ...files].filter((path) => routeOf(path) === '[unknown]')).toEqual([])
  })

  test('is routine for files and watchers, and not for what people ask for', () => {
    for (const path of ['/_next/static/a.js', '/sw.js', '/favicon.ico', '/healthz', '/metrics'])
      expect(isRoutine(routeOf(path)), path).toBe(true)
    for (const path of ['/', '/join', '/room/x', '/api/auth/session', '/x'])
      expect(isRoutine(routeOf(path)), path).toBe(false)
  })
})
