import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endProcesses, type ParleyProcess, SERVED_BY, startProcess } from '../testing/process'
import * as story from '../testing/secret-story'

const hasPages = SERVED_BY === 'the bundled server'

let server: ParleyProcess
let found: story.Found
let broken: Awaited<ReturnType<typeof story.breakDatabase>>

const lines = (): Record<string, unknown>[] =>
  server
    .printed()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

const told = (msg: string): Record<string, unknown>[] => lines().filter((line) => line.msg === msg)

beforeAll(async () => {
  const { AUTH_SECRET, METRICS_TOKEN } = story
  const LIMITS = 'messageBurst=1000,messagesPerSecond=1000,invitesPerHour=50'
  server = await startProcess({ env: { LOG_LEVEL: 'debug', TRUST_PROXY: '1', AUTH_SECRET, METRICS_TOKEN, LIMITS } })
  found = await story.talk(server)
  await story.wander(server, found)
  if (hasPages) Object.assign(found, await story.browse(server))
  broken = await story.breakDatabase(server)
  await server.kill('SIGTERM')
})
afterAll(endProcesses)

describe(`at the level debug the log (${SERVED_BY})`, () => {
  test('holds nothing that a person wrote, is called, holds as a key or is found by, whatever failed', () => {
    expect(broken).toEqual({ areRefused: true, page: hasPages ? 500 : 503 })
    for (const msg of [
      'request',
      'connected',
      'command refused',
      'connection refused',
      'command failed',
      'commit failed',
    ])
      expect(told(msg).length, msg).toBeGreaterThan(0)
    const { AUTH_SECRET, METRICS_TOKEN } = story
    const secrets = Object.entries({ ...story.SECRET, ...found, AUTH_SECRET, METRICS_TOKEN })
    expect(secrets.filter(([, secret]) => server.printed().includes(secret))).toEqual([])
  })

  test('holds no control characters, so that nobody can write into the terminal that shows it', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(server.printed()).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]|\\u00[0189][0-9a-f]/i)
    expect(told('connection from a foreign origin refused')).toEqual([expect.objectContaining({ origin: 'red' })])
  })

  test('tells of each refused command its name, its code and the connection, and no more', () => {
    const refused = told('command refused')
    const wanted = ['message:delete forbidden', 'message:send conflict', 'message:send invalid', 'room:enter invalid']
    expect(refused.map(({ command, code }) => `${command} ${code}`)).toEqual(expect.arrayContaining(wanted))
    const connected = told('connected').map(({ connectionId }) => connectionId)
    for (const line of refused) {
      expect(Object.keys(line).sort()).toEqual(['code', 'command', 'connectionId', 'level', 'msg', 'time'])
      expect(connected).toContain(line.connectionId)
    }
  })

  test('tells of each request its route, its answer, how long it took and its id, and no more', () => {
    const requests = told('request')
    const routes = ['/room/[code]', '/private/[id]', '/join', '[unknown]', '/metrics', '/readyz']
    expect(new Set(requests.map(({ path }) => path))).toEqual(
      new Set([...routes, ...(hasPages ? ['/api/auth/*'] : [])]),
    )
    const names = ['from', 'level', 'method', 'ms', 'msg', 'path', 'requestId', 'status', 'time']
    for (const { isCut: _, ...line } of requests) expect(Object.keys(line).sort()).toEqual(names)
  })

  test("tells a request by the proxy's id, and which lines come from one address, not from which", () => {
    expect(told('request').filter(({ requestId }) => requestId === story.REQUEST_ID)).toHaveLength(2)
    const tags = new Set([...told('request'), ...told('connected')].map(({ from }) => from))
    // Those of the story and those of the harness itself, which comes past the proxy.
    expect(tags.size).toBe(2)
  })
})

describe.skipIf(!hasPages)('of pages the log (skipped where there is no current build)', () => {
  const requestsOf = (fault?: Record<string, unknown>) =>
    told('request').filter(({ requestId }) => requestId === fault?.requestId)

  test('brings the fault of one and its request together', () => {
    const fault = told('said by a library').findLast(({ level }) => level === 50)
    expect(fault?.err).toMatchObject({ type: 'SqliteError', message: 'no such table: messages' })
    expect(requestsOf(fault)).toEqual([expect.objectContaining({ path: '/room/[code]', status: 500 })])
  })

  test('brings the fault of an action and its request together', () => {
    const [fault] = told('action failed')
    expect(fault?.err).toMatchObject({ type: 'SqliteError', message: 'no such table: members' })
    expect(requestsOf(fault)).toEqual([expect.objectContaining({ path: '/join', method: 'POST' })])
  })
})
