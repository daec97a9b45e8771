import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientMessageId } from '../shared/ids'
import { connect, create, enter, join } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'

describe('a room over two connections', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  test('what one member sends is acknowledged, heard by the other, and found by who comes later', async () => {
    const ada = await create(server, 'Ada', 'Harbour planning')
    const teo = await join(server, 'Teo', ada.code)
    const [first, second] = [await enter(server, ada), await enter(server, teo)]
    const ack = await first.ask('message:send', {
      roomId: ada.roomId,
      clientMessageId: createClientMessageId(),
      body: 'Gate 4 opens at half past two.',
    })
    expect(ack).toMatchObject({ ok: true, value: { seq: 1, rev: 1 } })
    const advance = await second.hears('room:advanced')
    expect(advance).toMatchObject({
      since: 0,
      upto: 1,
      head: 1,
      messages: [{ body: 'Gate 4 opens at half past two.' }],
    })
    const late = await connect(server, await join(server, 'Mina', ada.code))
    const entered = await late.ask('room:enter', { code: ada.code })
    expect(entered).toMatchObject({ ok: true, value: { advance: { reset: true, messages: [{ seq: 1 }] } } })
    for (const client of [first, second, late]) client.close()
  })
})
