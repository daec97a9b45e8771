import { EventEmitter, once } from 'node:events'
import { createServer, IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLines, encodeFrame, framed, type Line, together } from './line'

/** Reads a server's frame as RFC 6455 (5.2) lays it out. */
function decode(frame: Buffer): { first: number; isMasked: boolean; text: string; rest: number } {
  const second = frame[1] ?? 0
  const short = second & 0x7f
  const head = short < 126 ? 2 : short === 126 ? 4 : 10
  const size = short < 126 ? short : short === 126 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2))
  const text = frame.toString('utf8', head, head + size)
  return { first: frame[0] ?? 0, isMasked: second > 127, text, rest: frame.length - head - size }
}

describe('a frame that is written as it is', () => {
  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])('is whole, bare text at %i bytes', (size) => {
    const text = 'x'.repeat(size)
    expect(decode(encodeFrame(text))).toEqual({ first: 0x81, isMasked: false, text, rest: 0 })
  })

  test('counts bytes and not letters', () => {
    const text = '👋é'.repeat(30)
    expect(decode(encodeFrame(text))).toEqual({ first: 0x81, isMasked: false, text, rest: 0 })
  })
})

describe('a line', () => {
  let busyShare = 0
  const lines = createLines(() => busyShare)
  let server: Server
  let readers: Socket[]

  beforeEach(async () => {
    readers = []
    busyShare = 0
    server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
  })

  afterEach(() => {
    for (const reader of readers) reader.destroy()
    server.close()
  })

  /** A real TCP connection under as much of Engine.IO's as a line knows. */
  async function open() {
    const { port } = server.address() as AddressInfo
    const accepted = once(server, 'connection')
    const reader = connect(port, '127.0.0.1')
    readers.push(reader)
    const [tcp]: Socket[] = await accepted
    if (!tcp) throw new Error('nobody was accepted')
    const transport = Object.assign(new EventEmitter(), { writable: true, socket: { readyState: 1 } })
    const write = vi.fn()
    const connection = { readyState: 'open', request: new IncomingMessage(tcp), transport, write }
    const pieces = vi.spyOn(tcp, '_write')
    const heard: string[] = []
    reader.on('data', (data: Buffer) => heard.push(data.toString('latin1')))
    return { line: lines.open(connection), connection, transport, tcp, write, pieces, heard }
  }

  async function openMany(count: number) {
    const all: Awaited<ReturnType<typeof open>>[] = []
    while (all.length < count) all.push(await open())
    return all
  }

  const bytes = (...packets: string[]): string =>
    packets.map((packet) => framed(packet).frame.toString('latin1')).join('')

  test('writes a frame at once', async () => {
    const { line, heard, write } = await open()
    line.write(framed('2["a"]'))
    await vi.waitFor(() => expect(heard.join('')).toBe(bytes('2["a"]')))
    expect(write).not.toHaveBeenCalled()
  })

  test('the first few answers of a turn wait for nobody', async () => {
    const few = await openMany(4)
    for (const { line } of few) line.writeSoon(framed('31[1]'))
    expect(few.map(({ pieces }) => pieces.mock.calls.length)).toEqual([1, 1, 1, 1])
  })

  test('among many, an answer and what follows it in the turn go out in one piece and in order', async () => {
    const many = await openMany(6)
    for (const { line } of many) line.writeSoon(framed('31[1]'))
    for (const { line } of many) line.write(framed('2["a"]'))
    await nextTurn()
    expect(many.map(({ pieces }) => pieces.mock.calls.length)).toEqual([2, 2, 2, 2, 1, 1])
    await vi.waitFor(() => {
      for (const { heard } of many) expect(heard.join('')).toBe(bytes('31[1]', '2["a"]'))
    })
  })

  test('the next turn begins with nobody', async () => {
    const many = await openMany(6)
    for (const { line } of many) line.writeSoon(framed('31[1]'))
    await nextTurn()
    const [last] = many.slice(-1)
    last?.line.writeSoon(framed('32[1]'))
    expect(last?.pieces).toHaveBeenCalledTimes(2)
    await vi.waitFor(() => expect(last?.heard.join('')).toBe(bytes('31[1]', '32[1]')))
  })

  test('one that was cut while its answer waited holds nobody else up', async () => {
    const many = await openMany(7)
    for (const { line } of many) line.writeSoon(framed('31[1]'))
    many[5]?.tcp.destroy()
    await vi.waitFor(() => expect(many[6]?.heard.join('')).toBe(bytes('31[1]')))
  })

  describe('that answers what an advance will follow', () => {
    const ANSWER = framed('31[1]')
    const both = together(framed('2["a"]'), framed('2["b"]'))

    test('answers at once while there is time', async () => {
      const { line, pieces } = await open()
      line.writeBeforeAdvance(ANSWER)
      expect(pieces).toHaveBeenCalledTimes(1)
    })

    test.each<[string, (line: Line) => void, string[]]>([
      ['one event', (line) => line.write(both.first), ['2["a"]']],
      ['two events', (line) => line.writeBoth(both), ['2["a"]', '2["b"]']],
    ])('while the process is busy, answers in one piece with %s, and in order', async (_, write, events) => {
      busyShare = 0.9
      const { line, pieces, heard } = await open()
      line.writeBeforeAdvance(ANSWER)
      line.writeBeforeAdvance(framed('32[1]'))
      expect(pieces).not.toHaveBeenCalled()
      write(line)
      expect(pieces).toHaveBeenCalledTimes(1)
      await vi.waitFor(() => expect(heard.join('')).toBe(bytes('31[1]', '32[1]', ...events)))
      line.write(both.first)
      expect(pieces).toHaveBeenCalledTimes(2)
    })

    test('one who hears no advance is answered soon all the same', async () => {
      busyShare = 0.9
      const [one, other] = await openMany(2)
      one?.line.writeBeforeAdvance(ANSWER)
      other?.line.writeBeforeAdvance(ANSWER)
      await vi.waitFor(() => expect(one?.heard.join('')).toBe(bytes('31[1]')), { interval: 5 })
      await vi.waitFor(() => expect(other?.heard.join('')).toBe(bytes('31[1]')), { interval: 5 })
      expect(one?.pieces).toHaveBeenCalledTimes(1)
    })

    test('an answer that waited keeps its place where the connection closes meanwhile', async () => {
      busyShare = 0.9
      const { line, connection, write, pieces } = await open()
      line.writeBeforeAdvance(ANSWER)
      connection.readyState = 'closing'
      line.writeBoth(both)
      expect(pieces).not.toHaveBeenCalled()
      expect(write.mock.calls.map(([packet]) => packet)).toEqual(['31[1]', '2["a"]', '2["b"]'])
    })
  })

  test.each<[string, (opened: Awaited<ReturnType<typeof open>>) => void]>([
    ['something stands in the queue', ({ transport }) => Object.assign(transport, { writable: false })],
    ['the connection closes', ({ connection }) => Object.assign(connection, { readyState: 'closing' })],
    ['the closing handshake has begun', ({ transport }) => Object.assign(transport.socket, { readyState: 2 })],
    ['the socket is ended', ({ tcp }) => tcp.end()],
  ])('takes its turn in the queue where %s', async (_, spoil) => {
    const opened = await open()
    spoil(opened)
    opened.line.write(framed('2["a"]'))
    opened.line.writeSoon(framed('31[1]'))
    expect(opened.pieces).not.toHaveBeenCalled()
    expect(opened.write.mock.calls).toEqual([
      ['2["a"]', { compress: false, wsPreEncodedFrame: [encodeFrame('42["a"]')] }],
      ['31[1]', { compress: false, wsPreEncodedFrame: [encodeFrame('431[1]')] }],
    ])
  })

  test('takes the long way with a transport that it does not know', async () => {
    const { connection, write, pieces } = await open()
    const line = lines.open({ ...connection, transport: { writable: true } })
    line.write(framed('2["a"]'))
    expect(write).toHaveBeenCalledOnce()
    expect(pieces).not.toHaveBeenCalled()
  })
})
