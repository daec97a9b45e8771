// How much of the message limit a text uses, and what the composer says about it.
import { SIZES } from '#lib/shared/limits'
import { cleanText, measureText } from '#lib/shared/text'
import type { Translate } from '../language/translate'

export type BodyLength =
  /** Far from the limit: nothing is said. */
  { kind: 'short' } | { kind: 'near'; left: number } | { kind: 'over'; by: number }

const NEAR = SIZES.body.graphemes * 0.8

/** Measures a text as it would be sent. `left` and `by` are graphemes. */
export function measureBody(text: string): BodyLength {
  const body = cleanText(text)
  // A unit of UTF-16 holds a grapheme at most and takes three bytes at most: short texts need no counting.
  if (body.length < NEAR && body.length * 3 <= SIZES.body.bytes) return { kind: 'short' }
  const { graphemes, over } = measureText(body, SIZES.body)
  if (over > 0) return { kind: 'over', by: over }
  return graphemes < NEAR ? { kind: 'short' } : { kind: 'near', left: SIZES.body.graphemes - graphemes }
}

/** What is said of it, or nothing. */
export function lengthSentence(t: Translate, length: BodyLength): string {
  switch (length.kind) {
    case 'short':
      return ''
    case 'near':
      return t('composer.left', { count: length.left })
    case 'over':
      return t('anywhere.tooLong', { count: length.by })
  }
}
