// The log: one line for each thing that happened, on stdout. Never a message's text, a name, a room code, a cookie or a
// token; what a client wrote is made plain, and errors are told by lib/log/told-error.ts alone.
import { type DestinationStream, type LogFn, type Logger, pino } from 'pino'
import type { Settings } from './env'
import { plainFields } from './log/plain-text'
import { readableLine } from './log/readable-line'
import { tellError } from './log/told-error'

export type Log = Logger

type Parts = {
  settings: Pick<Settings, 'logLevel' | 'logFormat'>
  /** What every line of the moment carries, such as the id of the request that is being answered. */
  context?(): { requestId?: string }
  destination?: DestinationStream
  isTerminal?: boolean
}

export function createLog({
  settings,
  context = () => ({}),
  destination = openStdout(),
  isTerminal = process.stdout.isTTY,
}: Parts): Log {
  const isPretty = (settings.logFormat ?? (isTerminal ? 'pretty' : 'json')) === 'pretty'
  return pino(
    {
      level: settings.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: plainFields },
      serializers: { err: tellError },
      mixin: () => context(),
      hooks: { logMethod: sayOwnWords },
    },
    isPretty ? { write: (line) => destination.write(readableLine(line)) } : destination,
  )
}

/** Without a sentence of ours pino would take the error's message, whole. */
function sayOwnWords(this: Log, told: Parameters<LogFn>, log: LogFn): void {
  const [first, sentence]: unknown[] = told
  if (first instanceof Error) log.call(this, { err: first }, typeof sentence === 'string' ? sentence : 'failed')
  else if (typeof first === 'object' && typeof sentence !== 'string') log.call(this, first, 'noted')
  else log.apply(this, told)
}

/** A full disk or a reader that went away costs the lines, not the chat: without a listener the error ends the process. */
function openStdout(): DestinationStream {
  const stdout = pino.destination({ fd: 1, sync: true })
  stdout.on('error', () => {})
  return stdout
}
