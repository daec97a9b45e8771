import { describe, expect, test } from 'vitest'
import { snippet } from './snippet'

/** As it is read, with what is highlighted in brackets. */
const shown = (body: string, query: string) =>
  snippet(body, query)
    .map(({ text, isHit }) => (isHit ? `[${text}]` : text))
    .join('')

describe('[E50] A snippet', () => {
  test('tells every word apart, whatever its accents and case, the last by its beginning', () => {
    expect(shown('The Café at the harbour, cafe au lait', 'cafe harb')).toBe(
      'The [Café] at the [harb]our, [cafe] au lait',
    )
  })

  test('shows words and not the signs of markup', () => {
    expect(shown('**Gate** 4 opens:\n\n- at `noon`\n- or [later](https://a.example/)', 'gate noon')).toBe(
      '[Gate] 4 opens: at [noon] or later',
    )
  })

  test('begins a little before the first word and ends at a word', () => {
    const text = shown(`${'before it '.repeat(30)}the needle ${'and after it '.repeat(30)}`, 'needle')
    expect(text).toMatch(/^…(it )?(before it )+the \[needle\] (and after it )*(and ?|after ?){0,2}…$/)
    expect(text.length).toBeLessThan(170)
  })

  test('shows a word that stands only behind a link as it was typed', () => {
    expect(shown('[tides](https://hidden.example/)', 'hidden')).toBe('[tides](https://[hidden].example/)')
  })

  test('never cuts a letter in two', () => {
    expect(shown(`x${'😀'.repeat(200)}`, 'x')).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  })
})
