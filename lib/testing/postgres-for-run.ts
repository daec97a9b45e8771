// Vitest's global set-up: one Postgres for the whole run, handed to the test files by address.
import type { TestProject } from 'vitest/node'
import { findPostgres, startPostgres } from './postgres'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { url: string } | { skip: string }
  }
}

export default async function postgresForRun(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const bin = findPostgres()
  if (bin === undefined) {
    const skip = 'no Postgres under /usr/lib/postgresql/*/bin or in PATH'
    process.stdout.write(`Tests on Postgres are skipped: ${skip}.\n`)
    project.provide('postgres', { skip })
    return undefined
  }
  const { url, stop } = await startPostgres(bin)
  project.provide('postgres', { url })
  return stop
}
