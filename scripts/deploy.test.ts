import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseSettings, VARIABLES } from '#lib/env'
import { SERVER_TIMES } from '#lib/shared/server-times'
import { ROOT } from './current-build.mjs'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const DRAIN_S = SERVER_TIMES.drainWithin / 1_000

/** Read by compose or by Next, not by Parley. */
const OF_OTHERS = [
  'HTTP_PORT',
  'POSTGRES_PASSWORD',
  'NODE_ENV',
  'NEXT_TELEMETRY_DISABLED',
  'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
]

describe('docs/deploy.md', () => {
  const text = read('docs/deploy.md')

  test('names only files, commands and settings that there are', () => {
    const files = [...text.matchAll(/`((?:deploy|e2e|lib|scripts)\/[\w./-]+)`/g)].map(([, path = '']) => path)
    expect(files.length).toBeGreaterThan(8)
    for (const path of files) expect(existsSync(join(ROOT, path)), path).toBe(true)
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')))
    const commands = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    for (const name of commands) expect(Object.keys(scripts)).toContain(name)
    const settings = [...text.matchAll(/\b[A-Z]+_[A-Z_]+\b/g)].map(([name]) => name)
    expect(settings.length).toBeGreaterThan(15)
    for (const name of settings) expect([...VARIABLES, ...OF_OTHERS], name).toContain(name)
  })

  test('tells of every file in deploy, and of every way what was tried', () => {
    for (const name of ['nginx.conf', 'Caddyfile', 'parley.service', 'fly.toml', 'render.yaml', 'railway.json']) {
      expect(text).toContain(`deploy/${name}`)
    }
    const ways = text
      .split(/^## /m)
      .slice(1)
      .filter((way) => way.includes('```') || /deploy\//.test(way))
    for (const way of ways) expect(way, way.slice(0, 30)).toMatch(/\*(Tried|Not tried|Not run here)|Last result/)
  })
})

describe('what platforms are told', () => {
  test('on Render names settings that Parley starts with, and gives it time to drain', () => {
    const envVar = z.looseObject({ key: z.string(), value: z.string().optional() })
    const service = z.looseObject({ type: z.string(), name: z.string(), envVars: z.array(envVar).default([]) })
    const blueprint = z.object({
      services: z.array(service),
      databases: z.array(z.looseObject({ name: z.string(), ipAllowList: z.array(z.string()) })),
    })
    const { services, databases } = blueprint.parse(parse(read('deploy/render.yaml')))
    const [web] = services
    expect(web).toMatchObject({ runtime: 'docker', dockerfilePath: './Dockerfile', healthCheckPath: '/readyz' })
    expect(web?.maxShutdownDelaySeconds).toBeGreaterThan(DRAIN_S)
    const given: Record<string, string> = {
      APP_URL: 'https://chat.example',
      AUTH_SECRET: 'x8Jq2'.repeat(8),
      DATABASE_URL: 'postgresql://u:p@h/d',
      REDIS_URL: 'redis://h:6379',
    }
    const settings = web?.envVars.map(({ key, value }) => [key, value ?? given[key]]) ?? []
    for (const [key] of settings) expect(VARIABLES).toContain(key)
    expect(parseSettings(Object.fromEntries(settings))).toMatchObject({ ok: true })
    const named = read('deploy/render.yaml').match(/name: (parley-\w+)/g) ?? []
    for (const name of new Set(named))
      expect(
        named.filter((other) => other === name),
        name,
      ).toHaveLength(2)
    expect(databases[0]?.ipAllowList).toEqual([])
  })

  test('on Railway is the image, a path that tells of readiness, and time to drain', () => {
    const { build, deploy } = JSON.parse(read('deploy/railway.json'))
    expect(build).toEqual({ builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile' })
    expect(deploy).toMatchObject({ healthcheckPath: '/readyz', restartPolicyType: 'ALWAYS' })
    expect(deploy.drainingSeconds).toBeGreaterThan(DRAIN_S)
  })

  test('on Fly never lets a machine sleep, counts connections, and gives time to drain', () => {
    const toml = read('deploy/fly.toml')
    for (const line of [
      "auto_stop_machines = 'off'",
      'min_machines_running = 1',
      "type = 'connections'",
      "path = '/healthz'",
    ]) {
      expect(toml).toContain(line)
    }
    expect(Number(/kill_timeout = '(\d+)s'/.exec(toml)?.[1])).toBeGreaterThan(DRAIN_S)
    const [, env = ''] = /\[env\]\n([^[]*)/.exec(toml) ?? []
    for (const [, name = ''] of env.matchAll(/^(\w+) =/gm)) expect(VARIABLES).toContain(name)
  })

  test('by systemd is an account of its own, time to drain, and as many files as there may be connections', () => {
    const unit = read('deploy/parley.service')
    expect(unit).toMatch(/^User=parley$/m)
    expect(unit).toMatch(/^KillSignal=SIGTERM$/m)
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1])).toBeGreaterThan(DRAIN_S)
    expect(Number(/LimitNOFILE=(\d+)/.exec(unit)?.[1])).toBeGreaterThanOrEqual(65_536)
    const [, set = ''] = /^Environment=(.*)$/m.exec(unit) ?? []
    for (const name of set.split(' ').map((pair) => pair.split('=')[0]))
      expect([...VARIABLES, ...OF_OTHERS]).toContain(name)
  })
})
