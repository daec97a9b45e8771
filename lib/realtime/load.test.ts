import { afterAll, expect, test } from 'vitest'
import { createClientMessageId } from '../shared/ids'
import { type Client, connect, create, enter, join } from '../testing/client'
import { endProcesses, SERVED_BY, startProcess } from '../testing/process'

const APPENDS_PER_SECOND = 2_000
const SECONDS = 3
const SENDERS = 20
const TICK_MS = 10
/** What is promised, and where the test fails: a shared machine adds delays that are not the server's. */
const PROMISED_MS = 100
const FAILS_AT_MS = 200
/** A neighbour's work may hold up one round; what the server does itself holds up every one. */
const ROUNDS_AT_MOST = 3
const ROOMY = { LIMITS: 'messageBurst=1000000,messagesPerSecond=1000000,readsPerSecond=10000' }

afterAll(endProcesses)

/** Sends at an even pace, whatever the answers do. Resolves with how long each answer took, milliseconds. */
async function send(senders: readonly Client[], roomId: string): Promise<number[]> {
  const took: Promise<number>[] = []
  const started = performance.now()
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(((performance.now() - started) / 1_000) * APPENDS_PER_SECOND, APPENDS_PER_SECOND * SECONDS)
      while (took.length < due) took.push(timed(senders[took.length % senders.length], roomId, took.length))
      if (took.length < APPENDS_PER_SECOND * SECONDS) return
      clearInterval(timer)
      resolve()
    }, TICK_MS)
  })
  return Promise.all(took)
}

async function timed(client: Client | undefined, roomId: string, at: number): Promise<number> {
  const from = performance.now()
  const payload = { roomId, clientMessageId: createClientMessageId(), body: `Message ${at} of a busy day.` }
  const answer = await client?.askAnything('message:send', payload)
  if (!JSON.stringify(answer).startsWith('{"ok":true')) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return performance.now() - from
}

test(`2,000 appends a second never hold the event loop up for long (${SERVED_BY})`, async () => {
  const server = await startProcess({ env: ROOMY })
  const { roomId, senders, watcher } = await server.within(async (host) => {
    const ada = await create(host, 'Ada')
    const people = await Promise.all(Array.from({ length: SENDERS }, (_, at) => join(host, `Guest ${at}`, ada.code)))
    return {
      roomId: ada.roomId,
      senders: await Promise.all(people.map((person) => connect(host, person))),
      watcher: await enter(host, ada),
    }
  })
  let longest = Number.POSITIVE_INFINITY
  for (let round = 1; round <= ROUNDS_AT_MOST && longest >= FAILS_AT_MS; round++) {
    server.resetLoopDelay()
    const took = (await send(senders, roomId)).sort((a, b) => a - b)
    longest = await server.loopDelay()
    const appends = APPENDS_PER_SECOND * SECONDS
    await watcher.hears('room:advanced', ({ upto }) => upto === appends * round)
    const at = (share: number): string => (took[Math.floor(took.length * share)] ?? 0).toFixed(0)
    const held = `event loop held up for ${longest.toFixed(0)} ms at most (promised: ${PROMISED_MS} ms)`
    process.stdout.write(`  ${appends} appends: ${held}; answered in ${at(0.5)} ms (p50), ${at(0.99)} ms (p99)\n`)
    expect(took).toHaveLength(appends)
  }
  expect(longest).toBeLessThan(FAILS_AT_MS)
  for (const client of [...senders, watcher]) client.close()
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
})
