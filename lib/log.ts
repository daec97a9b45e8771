// The log: JSON lines on stdout. Never a message's text, a name, a room code, a cookie or a token.
import { type Logger, pino } from 'pino'

export type Log = Logger

export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}
