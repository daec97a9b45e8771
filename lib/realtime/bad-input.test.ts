import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createClientMessageId, createId, type RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { type Canary, canary } from '../testing/canary'
import { type Client, connect, create, enter, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
let pair: Canary
let ada: Person
let client: Client
beforeAll(async () => {
  server = await startServer()
  pair = await canary(server)
})
afterAll(async () => {
  await pair.sings()
  pair.close()
  await server.close()
})
beforeEach(async () => {
  ada = await create(server, 'Ada')
  client = await enter(server, ada)
})
afterEach(() => client.close())

const NAUGHTY_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'length']

const send = (body: unknown) => ({ roomId: ada.roomId, clientMessageId: createClientMessageId(), body })
const rowsOf = (roomId: RoomId) =>
  server.services.database.read.selectFrom('messages').selectAll().where('room_id', '=', roomId).execute()

describe('what does not exist', () => {
  test('an unknown room is not found, by code and by id', async () => {
    expect(await client.askAnything('room:enter', { code: 'ZZZZ-ZZZZ' })).toEqual({ ok: false, code: 'not_found' })
    const roomId = createId<RoomId>()
    expect(await client.ask('room:enter', { roomId })).toEqual({ ok: false, code: 'not_found' })
    expect(await client.ask('message:send', { ...send('hello'), roomId } as never)).toEqual({
      ok: false,
      code: 'not_found',
    })
  })
})

describe('what is not a code', () => {
  test.each([
    ['empty', ''],
    ['blank', '   '],
    ['too short', 'K7QF-2XM'],
    ['too long', 'K7QF-2XMR9'],
    ['with a letter that is in no code', 'K7QF-2XMU'],
    ['over-long', 'K'.repeat(SIZES.codeInput + 1)],
    ['very long', 'K'.repeat(10_000)],
    ['of fullwidth letters', 'Ｋ７ＱＦ－２ＸＭＲ'],
    ['with a NUL', 'K7QF\u00002XMR'],
    ['a lone surrogate', '\ud800'],
    // `toString` is left out: eight letters that happen to be a code.
    ...NAUGHTY_KEYS.filter((key) => key !== 'toString').map((key): [string, string] => [key, key]),
  ])('a code that is %s is refused', async (_, code) => {
    expect(await client.askAnything('room:enter', { code })).toMatchObject({ ok: false, code: 'invalid' })
  })
})

describe('a message that is too long', () => {
  test.each([
    ['by its characters', 'a'.repeat(SIZES.body.graphemes + 1)],
    ['by its bytes', '🌊'.repeat(SIZES.body.bytes / 4 + 1)],
  ])('%s is refused as too large and nothing is written', async (_, body) => {
    expect(await client.askAnything('message:send', send(body))).toEqual({
      ok: false,
      code: 'too_large',
      fields: { body: 'too_long' },
    })
    expect(await rowsOf(ada.roomId)).toEqual([])
    const longest = await client.askAnything('message:send', send('a'.repeat(SIZES.body.graphemes)))
    expect(longest).toMatchObject({ ok: true, value: { seq: 1 } })
  })

  test('a frame over 16 KB closes only the connection it came on', async () => {
    const other = await connect(server, ada)
    const closed = new Promise<string>((resolve) => client.socket.once('disconnect', resolve))
    client.socket.emit('message:send', send('a'.repeat(SIZES.frameBytes)), () => {})
    expect(await closed).toBe('transport close')
    expect(await other.askAnything('message:send', send('still here'))).toMatchObject({ ok: true, value: { seq: 1 } })
    other.close()
  })

  test.each([
    ['empty', ''],
    ['blank', ' \n\t '],
    ['of control characters', '\u0000\u0007\u009f'],
    ['half a character', 'a\ud83c'],
  ])('a message that is %s is refused', async (_, body) => {
    expect(await client.askAnything('message:send', send(body))).toMatchObject({ ok: false, code: 'invalid' })
    expect(await rowsOf(ada.roomId)).toEqual([])
  })
})

describe('what is no command', () => {
  test.each(['room:destroy', 'ROOM:ENTER', 'room:enter ', '', ...NAUGHTY_KEYS])(
    'the unknown command "%s" is refused',
    async (name) => {
      expect(await client.askAnything(name, {})).toEqual({ ok: false, code: 'invalid' })
    },
  )

  test('an event of the server is no command', async () => {
    const advance = { roomId: ada.roomId, since: 0, upto: 1, head: 1, messages: [] }
    expect(await client.askAnything('room:advanced', advance)).toEqual({ ok: false, code: 'invalid' })
    await pair.sings()
  })

  test('the third packet that is no command closes the connection, and the two before it do not', async () => {
    const closed = new Promise<string>((resolve) => client.socket.once('disconnect', resolve))
    await client.askAnything('nonsense')
    await client.askAnything('nonsense')
    await client.do('room:leave', { roomId: ada.roomId })
    client.socket.emit('nonsense')
    expect(await closed).toBe('io server disconnect')
  })

  test('a refused payload is no such packet', async () => {
    for (let at = 0; at < 5; at++) await client.askAnything('message:send', { at })
    expect(await client.do('room:leave', { roomId: ada.roomId })).toEqual({})
  })
})

describe('the answer that a command asks for', () => {
  const misplaced: [string, unknown[]][] = [
    ['missing', []],
    ['an object', [{}]],
    ['an object with a call', [{ call: 1, apply: 1 }]],
    ['a number', [1]],
    ['a string', ['ack']],
    ['null', [null]],
    ['an array', [[]]],
    ['bytes', [Buffer.from('ack')]],
  ]
  test.each(misplaced)('%s: nothing runs and nothing is written', async (_, rest) => {
    client.socket.emit('message:send', send('never'), ...rest)
    client.socket.emit('message:send', ...rest)
    await client.do('room:leave', { roomId: ada.roomId })
    expect(await rowsOf(ada.roomId)).toEqual([])
  })

  test('a command with one argument too many is refused', async () => {
    const answer = await client.askAnything('message:send', send('never'), send('never'))
    expect(answer).toEqual({ ok: false, code: 'invalid' })
    expect(await client.askAnything('message:send')).toEqual({ ok: false, code: 'invalid' })
    expect(await rowsOf(ada.roomId)).toEqual([])
  })

  test('one that is asked for before the connection ends harms nobody', async () => {
    client.socket.emit('message:send', send('the last word'), () => {})
    client.socket.disconnect()
    await pair.sings()
  })
})

test('a thousand commands in one turn are each answered, and the room of others goes on', async () => {
  const asked = Array.from({ length: 1_000 }, (_, at) => client.askAnything('message:send', send(`message ${at}`)))
  await pair.sings()
  const answers = await Promise.all(asked)
  expect(answers.filter((answer) => JSON.stringify(answer).startsWith('{"ok":true'))).toHaveLength(1_000)
  expect(await rowsOf(ada.roomId)).toHaveLength(1_000)
})
