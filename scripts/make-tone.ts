// Writes the one sound that Parley makes: public/sounds/notice.wav, two soft partials that fade within 140 ms.
// Run it by `node --import tsx scripts/make-tone.ts` after changing it; the file is committed.
import { mkdirSync, writeFileSync } from 'node:fs'

const RATE = 22_050
const SECONDS = 0.14
const FADE_IN = 0.006

function sampleAt(at: number): number {
  const loudness = Math.min(1, at / FADE_IN) * (1 - at / SECONDS) ** 2
  return loudness * (0.6 * Math.sin(2 * Math.PI * 660 * at) + 0.25 * Math.sin(2 * Math.PI * 1_320 * at))
}

/** Mono, 16 bits, uncompressed (RIFF WAVE, format 1). */
function wave(samples: Int16Array): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer)])
}

const samples = Int16Array.from({ length: Math.floor(RATE * SECONDS) }, (_, index) =>
  Math.round(sampleAt(index / RATE) * 0x6000),
)
mkdirSync('public/sounds', { recursive: true })
writeFileSync('public/sounds/notice.wav', wave(samples))
