import { EventEmitter } from 'node:events'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createLog, type Log } from './log'
import { captureConsole } from './log/capture-console'

type Options = { logLevel?: 'debug' | 'info'; logFormat?: 'json' | 'pretty'; requestId?: string }

/** A log and the lines it wrote. */
function keep({ logLevel = 'debug', logFormat = 'json', requestId }: Options = {}): { log: Log; lines: string[] } {
  const lines: string[] = []
  const log = createLog({
    settings: { logLevel, logFormat },
    context: () => (requestId === undefined ? {} : { requestId }),
    destination: { write: (line) => void lines.push(line) },
  })
  return { log, lines }
}

const read = (line: string | undefined): unknown => JSON.parse(line ?? '')

describe('a log line', () => {
  test('is one line of JSON with level, time, fields and what happened', () => {
    const { log, lines } = keep()
    log.info({ status: 200 }, 'request')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\{.*\}\n$/)
    expect(read(lines[0])).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      status: 200,
      msg: 'request',
    })
  })

  test('carries the id of the request that is being answered', () => {
    const { log, lines } = keep({ requestId: 'abc' })
    log.warn('x')
    expect(read(lines[0])).toMatchObject({ requestId: 'abc', msg: 'x' })
  })

  test('below the level is not written', () => {
    const { log, lines } = keep({ logLevel: 'info' })
    log.debug({ a: 1 }, 'x')
    expect(lines).toEqual([])
  })

  test('holds no control characters of a client and no more than 200 of its letters', () => {
    const { log, lines } = keep()
    const host = `a\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b1mb\r\nc\x00\x85\u2028\u202ed${'x'.repeat(500)}`
    log.warn({ host, count: 3 }, 'x')
    expect(read(lines[0])).toMatchObject({ host: `aredb c d${'x'.repeat(191)}…`, count: 3 })
  })

  test('tells an error by kind, code and place, never by what its message quotes, whoever writes it', () => {
    const { log, lines } = keep()
    const error = Object.assign(new TypeError('cannot take "Zq"'), { code: 'E1', detail: 'Key (name)=(Zq)' })
    log.error({ err: error }, 'command failed')
    log.error(error)
    log.error(error, 'own words')
    log.error({ err: error })
    expect(lines.join('')).not.toContain('Zq')
    expect(lines.map(read)).toEqual([
      expect.objectContaining({ msg: 'command failed' }),
      expect.objectContaining({ msg: 'failed' }),
      expect.objectContaining({ msg: 'own words' }),
      expect.objectContaining({ msg: 'noted' }),
    ])
    for (const line of lines) {
      expect(read(line)).toMatchObject({ err: { type: 'TypeError', message: 'cannot take …', code: 'E1' } })
    }
  })

  test('for people has the time, the level, what happened, the fields, and an error below it', () => {
    const { log, lines } = keep({ logFormat: 'pretty' })
    log.info({ status: 200, path: '/join' }, 'request')
    log.error({ err: new Error('It broke.') }, 'command failed')
    log.warn({ count: [1, 2] })
    log.warn({ err: Object.assign(new Error('Gone.'), { stack: undefined, code: 'E1' }) }, 'away')
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}request status=200 path=\/join\n$/)
    expect(lines[1]).toMatch(/^\S+ ERROR command failed\n {4}Error: It broke\.\n {6}at .+\n/)
    expect(lines[2]).toMatch(/^\S+ WARN {2}noted count=\[1,2\]\n$/)
    expect(lines[3]).toMatch(/^\S+ WARN {2}away\n {4}Error: Gone\. \{"code":"E1"\}\n$/)
  })

  test('is JSON where no format is set, and for people where a terminal reads', () => {
    for (const isTerminal of [true, false]) {
      const lines: string[] = []
      const destination = { write: (line: string) => void lines.push(line) }
      createLog({ settings: { logLevel: 'info', logFormat: undefined }, destination, isTerminal }).info('x')
      expect(lines[0]?.startsWith('{')).toBe(!isTerminal)
    }
  })

  test('that cannot be written to stdout is lost, and nothing else', () => {
    const log = createLog({ settings: { logLevel: 'silent', logFormat: undefined } })
    const stdout: unknown = Reflect.get(log, pino.symbols.streamSym)
    expect(stdout).toBeInstanceOf(EventEmitter)
    if (stdout instanceof EventEmitter) expect(() => stdout.emit('error', new Error('ENOSPC'))).not.toThrow()
  })
})

describe('what libraries print', () => {
  test('goes into the log under its rules, until the console is given back', () => {
    const { log, lines } = keep({ requestId: 'abc' })
    const release = captureConsole(log)
    const { console: printer } = globalThis
    printer.error(' ⨯', Object.assign(new Error('no such "Zq"'), { detail: 'Zq' }))
    printer.warn('Received "Zq"\n    at Zq', { Zq: 1 })
    printer.log('✓ Ready')
    printer.info('i')
    printer.debug()
    const captured = printer.log
    release()
    expect(printer.log).not.toBe(captured)
    expect(lines.join('')).not.toContain('Zq')
    expect(lines.map(read)).toEqual([
      expect.objectContaining({ level: 50, err: expect.objectContaining({ message: 'no such …' }), requestId: 'abc' }),
      expect.objectContaining({ level: 40, text: 'Received …' }),
      expect.objectContaining({ level: 30, text: '✓ Ready' }),
      expect.objectContaining({ level: 30, text: 'i' }),
      expect.objectContaining({ level: 20, text: '' }),
    ])
  })
})
