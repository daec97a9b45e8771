import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { installServices } from '../services'
import { authPages } from '../testing/auth-pages'
import { startServer, type TestServer } from '../testing/server'
import { authOptions } from './options'
import { prepareNextAuth } from './prepare-next-auth'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  server.serve(authPages(authOptions))
  installServices(server.services)
})
afterAll(async () => {
  await server.close()
  vi.unstubAllEnvs()
})

/** Where next-auth would have a sign-in come back to. */
async function comesBackTo(): Promise<string> {
  const { guest } = await (await fetch(`${server.origin}/api/auth/providers`)).json()
  return guest.callbackUrl
}

test('next-auth leads back to the public origin where one is set, and else to the host that was asked, which the front has checked', async () => {
  vi.stubEnv('NEXTAUTH_URL', 'https://left.over.example')
  vi.stubEnv('AUTH_TRUST_HOST', undefined)
  vi.stubEnv('NEXTAUTH_SECRET', undefined)
  prepareNextAuth(undefined, server.services.authSecret)
  expect(new URL(await comesBackTo()).host).toBe(`127.0.0.1:${server.port}`)
  prepareNextAuth('https://chat.example', server.services.authSecret)
  expect(await comesBackTo()).toBe('https://chat.example/api/auth/callback/guest')
  expect(process.env.NEXTAUTH_SECRET).toBe(server.services.authSecret)
})
