// Vitest's global set-up: one Redis for the whole run, handed to the test files by address. Whoever kills one starts
// their own; the others tell theirs apart by what they name.
import type { TestProject } from 'vitest/node'
import { findProgram } from '../../scripts/find-program'
import { startRedis } from './redis'

declare module 'vitest' {
  interface ProvidedContext {
    redis: { url: string; program: string } | { skip: string }
  }
}

export default async function redisForRun(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const program = find()
  if ('skip' in program) {
    process.stdout.write(`Tests on Redis are skipped: ${program.skip}\n`)
    project.provide('redis', program)
    return undefined
  }
  const { url, stop } = await startRedis({ program: program.path })
  project.provide('redis', { url, program: program.path })
  return stop
}

function find(): { path: string } | { skip: string } {
  try {
    return findProgram('redis-server')
  } catch (error) {
    return { skip: error instanceof Error ? error.message : String(error) }
  }
}
