// What every scenario in Firefox stands on: one server, one browser, and readers who are gone after their test.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type ParleyProcess, SERVED_BY, startProcess } from '#lib/testing/process'
import { UNBOUNDED } from '#lib/testing/unbounded'
import { type Firefox, launchFirefox } from './launch-firefox'
import { openReader, type Reader } from './reader'

type Open = (options?: Parameters<typeof openReader>[2]) => Promise<Reader>

/** Sets the stage for the tests of a file. A fault in any page fails its test. */
export function setStage(): Open {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-'))
  const readers: Reader[] = []
  let server: ParleyProcess | undefined
  let firefox: Firefox | undefined

  beforeAll(async () => {
    if (SERVED_BY !== 'the bundled server') throw new Error('There is no current build. Make one by: npm run build')
    server = await startProcess({ dataDir, env: UNBOUNDED })
    firefox = await launchFirefox()
  })

  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.leave()
  })

  afterAll(async () => {
    await firefox?.close()
    await server?.kill('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  })

  return async (options) => {
    if (!firefox || !server) throw new Error('The stage is not set.')
    const reader = await openReader(firefox.browser, server, options)
    readers.push(reader)
    return reader
  }
}
