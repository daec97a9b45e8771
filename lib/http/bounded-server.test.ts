import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect as dial } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { type Client, connect, create, enter, join } from '../testing/client'
import { endProcesses, type ParleyProcess, SERVED_BY, startProcess } from '../testing/process'
import { exchange } from '../testing/raw-socket'
import { say } from '../testing/story'
import { UNBOUNDED } from '../testing/unbounded'

afterAll(endProcesses)

/** Seconds of processor time so far (proc(5), stat: fields 14 and 15 in ticks of 10 ms). */
function processorSeconds({ pid = 0 }: ParleyProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Node itself opens some 200 files at once while it loads, so a server can be given fewer only once it stands. */
const CASES = [
  { when: 'from its start', openFiles: 300, isFromStart: true },
  { when: 'as it runs, so that it finds no file to accept with', openFiles: 200, isFromStart: false },
]

test.each(CASES)(
  `with $openFiles open files $when 400 connections end nothing: members are served, others wait (${SERVED_BY})`,
  async ({ openFiles, isFromStart }) => {
    const limit = `--nofile=${openFiles}`
    const env = { LIMITS: `${UNBOUNDED.LIMITS} socketsPerPerson=1000` }
    const server = await startProcess({ env, ...(isFromStart ? { through: ['prlimit', limit] } : {}) })
    if (!isFromStart) execFileSync('prlimit', ['--pid', String(server.pid), limit])
    expect(server.printed().includes('the limit of open files is low')).toBe(isFromStart)
    const { ada, members } = await server.within(async (host) => {
      const made = await create(host, 'Ada')
      const teo = await join(host, 'Teo', made.code)
      return { ada: made, members: await Promise.all([made, teo].map((person) => enter(host, person))) }
    })
    const [first, second] = members
    if (!first || !second) throw new Error('nobody is there')
    const tries = await server.within((host) =>
      Promise.allSettled(Array.from({ length: 400 }, () => connect(host, ada))),
    )
    const crowd = tries.flatMap((tried): Client[] => (tried.status === 'fulfilled' ? [tried.value] : []))
    expect(crowd.length).toBeGreaterThan(100)
    expect(crowd.length).toBeLessThan(openFiles)

    // More keep knocking while the members go on.
    const knocking = Array.from({ length: 100 }, () => dial(server.port, '127.0.0.1').on('error', () => {}))
    const [before, startedAt] = [processorSeconds(server), performance.now()]
    for (let at = 0; at < 20; at++) {
      await say(first, ada.roomId, `Still here ${at}.`)
      await second.hears('room:advanced', ({ messages }) => messages.some(({ body }) => body === `Still here ${at}.`))
    }
    await expect.poll(() => performance.now() - startedAt, { timeout: 5_000 }).toBeGreaterThan(1_000)
    expect(processorSeconds(server) - before).toBeLessThan((performance.now() - startedAt) / 1_000)
    expect(members.map(({ socket }) => socket.connected)).toEqual([true, true])

    for (const one of [...crowd, ...knocking]) 'close' in one ? one.close() : one.destroy()
    await expect
      .poll(
        () =>
          server
            .within((host) => connect(host, ada))
            .then(
              () => true,
              () => false,
            ),
        { timeout: 10_000 },
      )
      .toBe(true)
    expect(server.printed().includes('connections are refused: there are too many')).toBe(isFromStart)
    expect(server.printed()).not.toMatch(/"level":[56]0/)
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  },
  60_000,
)

test(`a request that never becomes whole is answered 408 and let go (${SERVED_BY})`, async () => {
  const server = await startProcess()
  const began = performance.now()
  const answer = await exchange(server.origin, 'GET / HTTP/1.1\r\nHost: localhost\r\n', { silentMs: 40_000 })
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(performance.now() - began).toBeLessThan(30_000)
}, 60_000)

test(`a server that leaves does not wait for half a request (${SERVED_BY})`, async () => {
  const server = await startProcess()
  const half = exchange(server.origin, 'GET / HTTP/1.1\r\nHost: localhost\r\n', { silentMs: 20_000 })
  const began = performance.now()
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(performance.now() - began).toBeLessThan(8_000)
  expect(await half).toBe('')
})
