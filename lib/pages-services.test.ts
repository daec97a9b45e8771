import { afterEach, describe, expect, inject, test, vi } from 'vitest'

const postgres = inject('postgres')
const reason = 'url' in postgres ? '' : ` (skipped: ${postgres.skip})`

const KEY = Symbol.for('parley.services')
const SETTINGS = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'silent',
  APP_URL: 'https://chat.example',
  AUTH_SECRET: 'a secret of more than thirty-two characters',
  DATABASE_URL: 'url' in postgres ? postgres.url : 'postgres://nowhere/none',
  REDIS_URL: 'redis://127.0.0.1:6379',
  REALTIME_URL: 'https://sockets.example',
  TRUST_PROXY: '1',
}

afterEach(async () => {
  const { hasServices, services } = await import('./services')
  if (hasServices()) await services().database.close()
  Reflect.deleteProperty(globalThis, KEY)
  vi.unstubAllEnvs()
})

/** As Next's instrumentation does where server.ts does not run. */
async function install(environment: Record<string, string | undefined>) {
  for (const name of ['NEXTAUTH_URL', 'NEXTAUTH_SECRET', 'AUTH_TRUST_HOST']) vi.stubEnv(name, undefined)
  const { installPagesServices } = await import('./pages-services')
  await installPagesServices(environment)
  return (await import('./services')).services()
}

test('pages alone do not start while a setting is missing, and every missing one is named at once', async () => {
  const names = ['APP_URL', 'AUTH_SECRET', 'DATABASE_URL', 'REDIS_URL', 'REALTIME_URL', 'TRUST_PROXY']
  const told = await install({ NODE_ENV: 'production' }).catch((error: unknown) => String(error))
  for (const name of names) expect(told, name).toContain(`${name}: `)
  for (const name of names) {
    const one = await install({ ...SETTINGS, [name]: undefined }).catch((error: unknown) => String(error))
    expect(one).toContain(`${name}: `)
    for (const other of names) if (other !== name) expect(one).not.toContain(`\n  ${other}: `)
  }
  expect(await install({ ...SETTINGS, PORT: 'x' }).catch((error: unknown) => String(error))).toContain('PORT')
})

describe.skipIf(reason !== '')(`pages alone${reason}`, () => {
  test('believe their proxy’s word for an address, and reach the database', async () => {
    const { addressOf, database, settings } = await install(SETTINGS)
    expect(addressOf(new Headers({ 'x-forwarded-for': '198.51.100.9, 192.0.2.7' }))).toBe('192.0.2.7')
    // What only server.ts may say is not believed where anybody could have written it.
    expect(addressOf(new Headers({ 'x-parley-address': '192.0.2.7' }))).toBe('unknown')
    await database.ping()
    expect(settings.appUrl).toBe('https://chat.example')
  })
})

test('the parts that server.ts installed are left alone', async () => {
  const { installServices, services } = await import('./services')
  const { startServer } = await import('./testing/server')
  const server = await startServer()
  installServices(server.services)
  const { installPagesServices } = await import('./pages-services')
  await installPagesServices({})
  expect(services()).toBe(server.services)
  Reflect.deleteProperty(globalThis, KEY)
  await server.close()
})
