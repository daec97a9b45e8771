import { describe, expect, test } from 'vitest'
import { encodeFrame } from './broadcast'

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
