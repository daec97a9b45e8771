// Brings what libraries print into the log, under its rules. Next prints errors of pages whole, with whatever a database
// or a client put into them, and client input such as the id of an action it does not know.
import type { Log } from '../log'
import { withoutValues } from './told-error'

const METHODS = ['error', 'warn', 'info', 'log', 'debug'] as const

/** Takes the process's console over. @returns gives it back */
export function captureConsole(log: Log): () => void {
  const { console: printer } = globalThis
  const before = METHODS.map((method) => [method, printer[method]] as const)
  for (const method of METHODS) {
    const level = method === 'log' ? 'info' : method
    printer[method] = (...told: unknown[]) => log[level](fieldsOf(told), 'said by a library')
  }
  return () => void Object.assign(printer, Object.fromEntries(before))
}

function fieldsOf(told: readonly unknown[]): Record<string, unknown> {
  const error = told.find((one) => one instanceof Error)
  if (error) return { err: error }
  // Only the first line: a printed stack begins with the message, and the rest says nothing that the first does not.
  const [line = ''] = told
    .filter((one) => typeof one === 'string')
    .join(' ')
    .trimStart()
    .split('\n', 1)
  return { text: withoutValues(line) }
}
