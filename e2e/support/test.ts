// What every story stands on: a production server, people with a browser of their own, and a watch over all their pages.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { type ParleyProcess, SERVED_BY, startProcess } from '#lib/testing/process'
import { UNBOUNDED } from '#lib/testing/unbounded'
import { createPeople, type PersonOptions } from './people'
import type { Person } from './person'

type ServerOptions = NonNullable<Parameters<typeof startProcess>[0]>

type Fixtures = {
  /** Someone with a browser context of their own. A fault in any of their pages fails the test. */
  person: (name: string, options?: PersonOptions) => Promise<Person>
  /** One more server, with settings of its own and, unless told otherwise, data of its own; ended after the test. */
  serve: (options?: ServerOptions) => Promise<ParleyProcess>
}

export const test = base.extend<Fixtures, { server: ParleyProcess }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern what a fixture needs.
    async ({}, use) => {
      const dataDir = newFolder()
      const server = await start({ dataDir, env: UNBOUNDED })
      await use(server)
      await server.kill('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 30_000 },
  ],

  // After the servers that a story starts, so that its pages are closed before these end.
  person: async ({ browser, server, serve: _ }, use) => {
    const people = createPeople(browser, server)
    await use(people.person)
    await people.close()
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern what a fixture needs.
  serve: async ({}, use) => {
    const servers: ParleyProcess[] = []
    const folders: string[] = []
    await use(async ({ dataDir = newFolder(), ...options } = {}) => {
      folders.push(dataDir)
      const server = await start({ ...options, dataDir })
      servers.push(server)
      return server
    })
    await Promise.all(servers.map((server) => server.kill('SIGKILL')))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  },
})

export { expect } from '@playwright/test'
export { UNBOUNDED } from '#lib/testing/unbounded'

/** Without a build the process would serve no pages. */
function start(options: ServerOptions): Promise<ParleyProcess> {
  if (SERVED_BY !== 'the bundled server') throw new Error('There is no current build. Run the stories by: npm run e2e')
  return startProcess(options)
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'parley-e2e-'))
}
