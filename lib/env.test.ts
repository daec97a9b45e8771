import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseSettings, type Settings, VARIABLES } from './env'
import { DEFAULT_LIMITS } from './shared/limits'

const SECRET = 'kF3uT9-qZ8wLx2Vb7nR4mYc6Hd1Js5Pa'
const METRICS_TOKEN = 'b7Yt2-Qm9xKd4Vh6'

function settingsOf(environment: Record<string, string | undefined>): Settings {
  const parsed = parseSettings(environment)
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  return parsed.settings
}

function problemsOf(environment: Record<string, string | undefined>): string[] {
  const parsed = parseSettings(environment)
  return parsed.ok ? [] : parsed.problems
}

describe('the settings', () => {
  test('need nothing at all', () => {
    expect(settingsOf({})).toEqual({
      isDev: true,
      port: 3000,
      host: '0.0.0.0',
      dataDir: resolve('data'),
      appUrl: undefined,
      authSecret: undefined,
      databaseUrl: undefined,
      redisUrl: undefined,
      github: undefined,
      realtimeUrl: undefined,
      corsOrigins: [],
      trustProxy: 0,
      logLevel: 'info',
      logFormat: undefined,
      metricsToken: undefined,
      limits: DEFAULT_LIMITS,
      showsQr: true,
    })
  })

  test('take every variable', () => {
    const environment = {
      NODE_ENV: 'production',
      PORT: '8080',
      HOST: '127.0.0.1',
      DATA_DIR: '/var/lib/parley',
      APP_URL: 'https://chat.example/',
      AUTH_SECRET: SECRET,
      DATABASE_URL: 'postgres://parley:pw@db.example:5432/parley',
      REDIS_URL: 'rediss://redis.example:6379/1',
      GITHUB_ID: 'id',
      GITHUB_SECRET: 'secret',
      REALTIME_URL: 'https://live.example/',
      CORS_ORIGINS: 'https://a.example, https://b.example:8443/',
      TRUST_PROXY: '2',
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'pretty',
      METRICS_TOKEN,
      LIMITS: 'messageBurst=20, wrongCodes=60',
      QR: 'off',
    }
    expect(new Set(Object.keys(environment))).toEqual(new Set(VARIABLES))
    expect(settingsOf({ ...environment, UNKNOWN: 'x' })).toEqual({
      isDev: false,
      port: 8080,
      host: '127.0.0.1',
      dataDir: '/var/lib/parley',
      appUrl: 'https://chat.example',
      authSecret: SECRET,
      databaseUrl: environment.DATABASE_URL,
      redisUrl: environment.REDIS_URL,
      github: { id: 'id', secret: 'secret' },
      realtimeUrl: 'https://live.example',
      corsOrigins: ['https://a.example', 'https://b.example:8443'],
      trustProxy: 2,
      logLevel: 'warn',
      logFormat: 'pretty',
      metricsToken: METRICS_TOKEN,
      limits: { ...DEFAULT_LIMITS, messageBurst: 20, wrongCodes: 60 },
      showsQr: false,
    })
  })

  test('read an empty variable as unset', () => {
    const empty = Object.fromEntries(VARIABLES.map((name, index) => [name, index % 2 ? '' : ' ']))
    expect(settingsOf(empty)).toEqual(settingsOf({}))
  })

  test('tell every problem at once, each with its variable', () => {
    const problems = problemsOf({
      PORT: '70000',
      APP_URL: 'chat.example',
      AUTH_SECRET: 'short',
      DATABASE_URL: 'mysql://db',
      REDIS_URL: 'http://redis',
      GITHUB_ID: 'id',
      REALTIME_URL: 'live.example',
      CORS_ORIGINS: 'https://a.example *',
      TRUST_PROXY: '-1',
      LOG_LEVEL: 'loud',
      LIMITS: 'messageBurst=many',
      QR: 'maybe',
    })
    const named = [
      'PORT',
      'APP_URL',
      'AUTH_SECRET',
      'DATABASE_URL',
      'REDIS_URL',
      'REALTIME_URL',
      'CORS_ORIGINS',
      'TRUST_PROXY',
      'LOG_LEVEL',
      'LIMITS',
      'QR',
    ]
    for (const name of named) expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${name}: .{5}`)))
    expect(problems).toContainEqual(expect.stringMatching(/^GITHUB_ID, GITHUB_SECRET: set both/))
  })

  test.each([
    ['PORT', ['-1', '65536', '80.5', 'http', 'NaN']],
    [
      'APP_URL',
      ['chat.example', 'ftp://chat.example', 'https://chat.example/parley', '//chat.example', 'http://', '*'],
    ],
    ['TRUST_PROXY', ['11', 'true', '1.5']],
    ['LOG_LEVEL', ['INFO', 'verbose']],
    ['LOG_FORMAT', ['JSON', 'text']],
    ['METRICS_TOKEN', ['short', 'with spaces in between', 'x'.repeat(20), 'zähler-zähler-zähler']],
    ['QR', ['true', '1']],
    ['DATABASE_URL', ['./data.db', 'sqlite://x', 'postgres']],
    ['REDIS_URL', ['localhost:6379', 'redis']],
    ['REALTIME_URL', ['wss://live.example', 'live.example', 'https://live.example/socket', '*']],
    ['CORS_ORIGINS', ['*', 'null', 'a.example', 'https://a.example/x', 'https://a.example;https://b.example']],
  ])('refuse a wrong %s in words', (name, values) => {
    for (const value of values)
      expect([value, problemsOf({ [name]: value })[0]]).toEqual([value, expect.stringContaining(name)])
  })

  test('refuse plain sockets for pages on https, which browsers would not let them open', () => {
    const mixed = { APP_URL: 'https://chat.example', REALTIME_URL: 'http://live.example' }
    expect(problemsOf(mixed)).toEqual([expect.stringMatching(/^REALTIME_URL: must be https/)])
    expect(problemsOf({ ...mixed, REALTIME_URL: 'https://live.example' })).toEqual([])
  })

  test('allow port 0, which asks the system for a free one', () => {
    expect(settingsOf({ PORT: '0' }).port).toBe(0)
  })
})

describe('the secret', () => {
  test.each([{ DATABASE_URL: 'postgresql://db/parley' }, { REDIS_URL: 'redis://redis' }])(
    'is required with %o, since nodes share one',
    (environment) => {
      expect(problemsOf(environment)).toEqual([expect.stringMatching(/^AUTH_SECRET: required .* openssl rand/)])
      expect(problemsOf({ ...environment, AUTH_SECRET: '' })).toHaveLength(1)
      expect(problemsOf({ ...environment, AUTH_SECRET: SECRET })).toEqual([])
    },
  )

  test.each([
    'secret',
    'changeme',
    'x'.repeat(32),
    'a'.repeat(64),
    'your-secret-goes-here-your-secret-goes-here',
    SECRET.slice(1),
  ])('is not %s', (secret) => {
    expect(problemsOf({ AUTH_SECRET: secret })).toContainEqual(expect.stringMatching(/^AUTH_SECRET: (must|is too)/))
  })

  test('never stands in a problem', () => {
    const told = problemsOf({
      AUTH_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://me:hunter2@db',
      REDIS_URL: 'x://:hunter2@r',
    })
    expect(told.join(' ')).not.toContain('hunter2')
  })
})

describe('the limits', () => {
  test('may be changed one by one, by name', () => {
    expect(settingsOf({ LIMITS: 'messageBurst=0' }).limits).toEqual({ ...DEFAULT_LIMITS, messageBurst: 0 })
    expect(settingsOf({ LIMITS: ' roomsPerHour=1,\n joinsPerMinute=2  typingSeconds=3 ,' }).limits).toMatchObject({
      roomsPerHour: 1,
      joinsPerMinute: 2,
      typingSeconds: 3,
    })
  })

  test.each([
    'messageBurst',
    'messageBurst=',
    'messageBurst=-1',
    'messageBurst=1.5',
    'messageBurst=1=2',
    'messageBurst=1e3',
    '=5',
  ])('are not %s', (text) => {
    expect(problemsOf({ LIMITS: text })).toEqual([expect.stringContaining(`"${text}" is not one of name=number`)])
  })

  test.each(['burst', '__proto__', 'constructor', 'toString'])('have no %s; the names there are, are told', (name) => {
    const [problem] = problemsOf({ LIMITS: `${name}=5` })
    for (const known of Object.keys(DEFAULT_LIMITS)) expect(problem).toContain(known)
  })

  test('tell of every wrong one', () => {
    expect(problemsOf({ LIMITS: 'a=1 b=2 messageBurst=3' })).toHaveLength(2)
  })
})

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n')
  const listed = lines.flatMap((line) => {
    const [, name, value] = /^([A-Z][A-Z_]+)=(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [[name, value ?? ''] as const]
  })

  test('lists every variable that is read, and no other', () => {
    // NODE_ENV is the start scripts' own.
    const wanted = VARIABLES.filter((name) => name !== 'NODE_ENV')
    expect(listed.map(([name]) => name).sort()).toEqual([...wanted].sort())
  })

  test('changes nothing when taken as it is', () => {
    expect(settingsOf(Object.fromEntries(listed))).toEqual(settingsOf({}))
  })
})
