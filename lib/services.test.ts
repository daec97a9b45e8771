import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startServer, type TestServer } from './testing/server'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

test('every copy of the module reads the services that one of them installed, and says where to read them before', async () => {
  const first = await import('./services')
  // Next bundles its own copy of each module.
  vi.resetModules()
  const second = await import('./services')
  expect(second.services).not.toBe(first.services)
  expect(() => second.services()).toThrow('read them inside a function')
  first.installServices(server.services)
  expect(second.services()).toBe(server.services)
})
