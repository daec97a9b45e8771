import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientMessageId } from '../shared/ids'
import { connect, create, enter, join, refusalOf } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leave, say } from '../testing/story'
import { createMetrics } from './metrics'

const TOKEN = 'a-token-for-the-scraper'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ metricsToken: TOKEN })
})
afterAll(() => server.close())

async function scrape(from = server): Promise<Map<string, number>> {
  const response = await fetch(`${from.origin}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } })
  return read(await response.text())
}

function read(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

/** Waits for a condition on the numbers. @returns them */
async function until(fits: (numbers: Map<string, number>) => boolean): Promise<Map<string, number>> {
  for (;;) {
    const numbers = await scrape()
    if (fits(numbers)) return numbers
  }
}

describe('the numbers', () => {
  test('tell what people did, how it went and how long it took', async () => {
    const before = await scrape()
    const ada = await create(server, 'Ada')
    const bo = await join(server, 'Bo', ada.code)
    const [first, second] = [await enter(server, ada), await enter(server, bo)]
    const messageId = await say(first, ada.roomId, 'One')
    await say(first, ada.roomId, 'Two')
    await first.do('message:edit', { roomId: ada.roomId, messageId, body: 'Three' })
    await second.do('message:react', { roomId: ada.roomId, messageId, emoji: '👍', on: true })
    await first.do('message:delete', { roomId: ada.roomId, messageId })
    await second.ask('message:delete', { roomId: ada.roomId, messageId })
    await first.askAnything('message:send', { nonsense: 1 })
    await first.askAnything('no:command', {})
    await second.hears('room:advanced', ({ upto }) => upto === 5)
    await leave(server, bo, ada.roomId)
    await second.hears('member:removed')

    const after = await until((numbers) => (numbers.get('chat_wakes_total{kind="membership",outcome="done"}') ?? 0) > 0)
    const grew = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0)
    expect(after.get('chat_connections')).toBe(2)
    expect(after.get('chat_rooms_active')).toBe(1)
    expect(after.get('chat_busy_share')).toBeGreaterThan(0)
    expect(after.get('chat_busy_share')).toBeLessThanOrEqual(1)
    expect(grew('chat_handshakes_total{outcome="ok"}')).toBe(2)
    expect(grew('chat_commands_total{command="message:send",outcome="ok"}')).toBe(2)
    expect(grew('chat_commands_total{command="message:send",outcome="invalid"}')).toBe(1)
    expect(grew('chat_commands_total{command="message:delete",outcome="forbidden"}')).toBe(1)
    expect(grew('chat_event_errors_total{code="invalid"}')).toBe(2)
    expect(grew('chat_event_errors_total{code="forbidden"}')).toBe(1)
    for (const [kind, count] of [
      ['post', 2],
      ['edit', 1],
      ['react', 1],
      ['delete', 1],
    ] as const) {
      expect(grew(`chat_messages_total{kind="${kind}"}`), kind).toBe(count)
    }
    expect(grew('chat_ack_seconds_count{command="message:send"}')).toBe(3)
    expect(after.get('chat_ack_seconds_sum{command="message:send"}')).toBeGreaterThan(0)
    expect(grew('chat_commit_batch_size_sum')).toBe(6)
    expect(grew('chat_commit_seconds_count')).toBe(grew('chat_commit_batch_size_count'))
    // Five changes, told together or one by one.
    expect(grew('chat_delivery_lag_seconds_count')).toBeGreaterThan(0)
    expect(grew('chat_delivery_lag_seconds_count')).toBeLessThanOrEqual(5)
    expect(after.get('chat_delivery_lag_seconds_bucket{le="10"}')).toBe(after.get('chat_delivery_lag_seconds_count'))
    first.close()
    second.close()
    await until((numbers) => numbers.get('chat_connections') === 0 && numbers.get('chat_rooms_active') === 0)
  })

  test('tell who was refused a connection, by reason', async () => {
    const ada = await create(server, 'Ada')
    expect(await refusalOf(server, {})).toBe('unauthenticated')
    expect(await refusalOf(server, ada, { origin: 'https://evil.example' })).toBe('closed')
    const full = await startServer({ metricsToken: TOKEN, limits: { socketsPerAddress: 0 } })
    expect(await refusalOf(full, await create(full, 'Ada'))).toBe('closed')
    expect((await scrape(full)).get('chat_handshakes_total{outcome="address_full"}')).toBe(1)
    await full.close()
    const numbers = await scrape()
    expect(numbers.get('chat_handshakes_total{outcome="unauthenticated"}')).toBe(1)
    expect(numbers.get('chat_handshakes_total{outcome="foreign_origin"}')).toBe(1)
    expect(numbers.get('chat_event_errors_total{code="unauthenticated"}')).toBe(1)
  })

  test('tell of the database without asking it: away after it stopped answering, and of failed commits and wakes', async () => {
    const failing = await startServer({ metricsToken: TOKEN })
    const ada = await create(failing, 'Ada')
    const client = await enter(failing, ada)
    expect((await scrape(failing)).get('chat_database_up')).toBe(1)
    await failing.services.database.close()
    const lost = { roomId: ada.roomId, clientMessageId: createClientMessageId(), body: 'Lost' }
    await client.ask('message:send', lost)
    failing.services.bus.publish({ kind: 'membership', roomId: ada.roomId, userId: ada.userId })
    let numbers = await scrape(failing)
    while (
      !numbers.has('chat_wakes_total{kind="membership",outcome="failed"}') ||
      numbers.get('chat_database_up') === 1
    )
      numbers = await scrape(failing)
    expect(numbers.get('chat_commit_failures_total')).toBe(1)
    expect(numbers.get('chat_commit_seconds_count')).toBe(0)
    client.close()
    await expect(failing.close()).rejects.toThrow('The server logged faults.')
  })

  test('of one Parley are its own, though several run in a process', async () => {
    const other = await startServer({ metricsToken: TOKEN })
    const client = await connect(other, await create(other, 'Ada'))
    expect((await scrape(other)).get('chat_handshakes_total{outcome="ok"}')).toBe(1)
    expect((await scrape(other)).get('chat_connections')).toBe(1)
    expect((await scrape()).get('chat_connections')).toBe(0)
    client.close()
    await other.close()
  })

  test('have the delay of the event loop, memory and descriptors of the process', async () => {
    const numbers = await scrape()
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes', 'process_open_fds'])
      expect(numbers.get(name), name).toEqual(expect.any(Number))
  })

  test('have no label that grows with people: rooms, members and addresses', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, (_, at) => create(server, `Guest ${at}`)))
    const clients = await Promise.all(people.map((person) => enter(server, person)))
    const series = (await scrape()).size
    const more = await Promise.all(Array.from({ length: 20 }, (_, at) => create(server, `Other ${at}`)))
    clients.push(...(await Promise.all(more.map((person) => enter(server, person)))))
    const numbers = await scrape()
    // Of Node's own, one is by kind of handle.
    const ours = (name: string): boolean => name.startsWith('chat_')
    expect(numbers.get('chat_connections')).toBe(40)
    expect([...numbers.keys()].filter(ours).length).toBeLessThanOrEqual(series)
    const text = [...numbers.keys()].join('\n')
    for (const { roomId, userId, code } of [...people, ...more]) expect(text).not.toMatch(`${roomId}|${userId}|${code}`)
    expect(text).not.toContain('127.0.0.1')
    for (const client of clients) client.close()
  })
})

describe('what other parts offer', () => {
  test('is read when somebody asks, and as nothing where no part offers it', async () => {
    const metrics = createMetrics()
    const numbers = async () => read((await metrics.write()).text)
    expect((await numbers()).get('chat_bus_state{state="alone"}')).toBe(1)
    expect((await numbers()).get('chat_write_buffer_packets{of="max"}')).toBe(0)
    metrics.watch({ busState: () => 'away', writeBuffers: () => ({ mostPackets: 7, packets: 9 }) })
    metrics.cutSlowReader()
    const after = await numbers()
    expect(['alone', 'connected', 'away'].map((state) => after.get(`chat_bus_state{state="${state}"}`))).toEqual([
      0, 0, 1,
    ])
    expect(after.get('chat_write_buffer_packets{of="max"}')).toBe(7)
    expect(after.get('chat_write_buffer_packets{of="total"}')).toBe(9)
    expect(after.get('chat_slow_readers_cut_total')).toBe(1)
    expect(after.get('chat_connections')).toBe(0)
    expect(after.get('chat_rooms_active')).toBe(0)
  })
})
