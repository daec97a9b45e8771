import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { type ClientMessageId, createClientMessageId, type RoomId } from '../shared/ids'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { dataFolder, endProcesses, type ParleyProcess, SERVED_BY, startProcess } from '../testing/process'
import { createRandom, seedsFor } from '../testing/random'

const ROUNDS = 3
const ROOMY = { LIMITS: 'messageBurst=1000000,messagesPerSecond=1000000,readsPerSecond=10000,socketsPerPerson=1000' }

afterAll(endProcesses)

/** Keeps sending until the connection is gone; notes what was acknowledged, and where. */
async function burst(client: Client, roomId: RoomId, name: string, acked: Map<ClientMessageId, number>) {
  const sending = new Set<Promise<void>>()
  for (let at = 0; client.socket.connected; at++) {
    const clientMessageId = createClientMessageId()
    const answered = client.ask('message:send', { roomId, clientMessageId, body: `${name} ${at}` }).then(
      (answer) => {
        if (answer.ok) acked.set(clientMessageId, answer.value.seq)
      },
      // The connection went away: whether it was stored is not known.
      () => {},
    )
    sending.add(answered)
    void answered.finally(() => sending.delete(answered))
    if (sending.size >= 20) await Promise.race(sending)
  }
  await Promise.all(sending)
}

/** The room's whole log, as a member reads it. */
async function read(server: ParleyProcess, person: Person) {
  const client = await server.within((host) => connect(host, person))
  const messages = []
  for (let afterSeq = 0; ; afterSeq = messages.at(-1)?.seq ?? 0) {
    const page = await client.do('message:page', { roomId: person.roomId, limit: 100, afterSeq })
    messages.push(...page.messages)
    if (page.reachedEnd) break
  }
  client.close()
  return messages
}

test(`a server killed in the middle of a burst keeps all it acknowledged, once and in order (${SERVED_BY})`, async () => {
  const [seed = 1] = seedsFor(1)
  const random = createRandom(seed)
  const dataDir = dataFolder()
  const acked = new Map<ClientMessageId, number>()
  let server = await startProcess({ dataDir, env: ROOMY })
  const [ada, teo] = await server.within(async (host): Promise<[Person, Person]> => {
    const made = await create(host, 'Ada')
    return [made, await join(host, 'Teo', made.code)]
  })
  for (let round = 1; round <= ROUNDS; round++) {
    const people: [string, Person][] = [
      ['Ada', ada],
      ['Teo', teo],
    ]
    const ackedBefore = acked.size
    const clients = await server.within((host) => Promise.all(people.map(([, person]) => enter(host, person))))
    const bursts = clients.map((client, at) => burst(client, ada.roomId, `${people[at]?.[0]} ${round}`, acked))
    const killAfter = 50 + random.below(400)
    // Not a wait for anything: the moment itself is what chance decides.
    await delay(killAfter)
    await server.kill('SIGKILL')
    await Promise.all(bursts)
    const told = `seed ${seed}, round ${round}, killed after ${killAfter} ms`
    expect(acked.size, told).toBeGreaterThan(ackedBefore)

    server = await startProcess({ dataDir, port: server.port, env: ROOMY })
    const [byAda, byTeo] = [await read(server, ada), await read(server, teo)]
    expect(byTeo, told).toEqual(byAda)
    expect(
      byAda.map(({ seq }) => seq),
      told,
    ).toEqual(byAda.map((_, at) => at + 1))
    const keys = byAda.map(({ clientMessageId }) => clientMessageId)
    expect(new Set(keys).size, told).toBe(keys.length)
    const stored = new Map(byAda.map(({ clientMessageId, seq }) => [clientMessageId, seq]))
    const lost = [...acked].filter(([key, seq]) => stored.get(key) !== seq)
    expect(lost, told).toEqual([])
    for (const [name] of people) {
      const own = byAda.filter(({ body }) => body.startsWith(`${name} ${round} `)).map(({ body }) => body)
      expect(own, told).toEqual(own.map((_, at) => `${name} ${round} ${at}`))
    }
  }
  const ended = await server.kill('SIGTERM')
  expect(ended).toEqual({ code: 0, signal: null })
})
