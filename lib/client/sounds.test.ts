import { afterEach, expect, test, vi } from 'vitest'
import { playTone } from './sounds'

afterEach(() => vi.unstubAllGlobals())

test('the tone begins anew each time, and a browser that lets no page sound before it was pressed stays silent', async () => {
  const played: [string, number][] = []
  class Tone {
    currentTime = 0
    constructor(readonly url: string) {}
    play(): Promise<void> {
      played.push([this.url, this.currentTime])
      this.currentTime = 0.4
      return Promise.reject(new DOMException('The user did not interact with the page.', 'NotAllowedError'))
    }
  }
  vi.stubGlobal('Audio', Tone)
  playTone()
  playTone()
  // A rejection that nobody caught would fail this file.
  await new Promise((resolve) => setImmediate(resolve))
  expect(played).toEqual([
    ['/sounds/notice.wav', 0],
    ['/sounds/notice.wav', 0],
  ])
})
