// A log line for people: the time, the level, what happened, the fields.
import { pino } from 'pino'
import { z } from 'zod'

const lineSchema = z.looseObject({
  level: z.number(),
  time: z.string(),
  msg: z.string(),
  err: z
    .looseObject({ type: z.string(), message: z.string().optional(), frames: z.array(z.string()).optional() })
    .optional(),
})

/** @param line JSON, as pino writes it */
export function readableLine(line: string): string {
  const { level, time, msg, err, ...fields } = lineSchema.parse(JSON.parse(line))
  const told = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const head = [time.slice(11, 23), String(pino.levels.labels[level]).toUpperCase().padEnd(5), msg, ...told].join(' ')
  if (!err) return `${head}\n`
  const { type, message, frames = [], ...rest } = err
  const known = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`
  const what = `    ${type}: ${message}${known}`
  return `${[head, what, ...frames.map((frame) => `      at ${frame}`)].join('\n')}\n`
}
