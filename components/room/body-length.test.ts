import { describe, expect, it } from 'vitest'
import { SIZES } from '#lib/shared/limits'
import { countGraphemes, countWireBytes, textProblem } from '#lib/shared/text'
import { english } from '#lib/testing/english'
import { lengthSentence, measureBody } from './body-length'

describe('the length of a message [E18]', () => {
  it('is not mentioned below 80 % of the limit', () => {
    expect(measureBody('')).toEqual({ kind: 'short' })
    expect(measureBody('a'.repeat(3_199))).toEqual({ kind: 'short' })
    expect(lengthSentence(english, { kind: 'short' })).toBe('')
  })

  it('counts what a reader sees as one character as one', () => {
    const accents = 'e\u0301'.repeat(3_500)
    expect(countGraphemes(accents)).toBe(3_500)
    expect(measureBody(accents)).toEqual({ kind: 'near', left: 500 })
    expect(measureBody('é'.repeat(3_999))).toEqual({ kind: 'near', left: 1 })
  })

  it('says by how much a text is too long', () => {
    expect(measureBody('a'.repeat(4_000))).toEqual({ kind: 'near', left: 0 })
    expect(measureBody('a'.repeat(4_012))).toEqual({ kind: 'over', by: 12 })
    expect(lengthSentence(english, { kind: 'over', by: 1 })).toBe('1 character too long. Shorten it to send it.')
  })

  it('leaves out the space around a text, which is not sent', () => {
    expect(measureBody(`${' '.repeat(500)}${'a'.repeat(4_000)}\n\n`)).toEqual({ kind: 'near', left: 0 })
  })

  it.each(['a', '"', 'é', '好', '🇩🇪', '👨‍👩‍👧‍👦'])(
    'agrees with the server on %s: over the limit exactly when it would be refused',
    (one) => {
      const most = Math.min(4_000, Math.floor(SIZES.body.bytes / countWireBytes(one)))
      for (const count of [most - 1, most, most + 1, most + 40]) {
        const text = one.repeat(count)
        expect(measureBody(text).kind === 'over', `${count}`).toBe(textProblem(text, SIZES.body) === 'too_long')
      }
    },
  )
})
