import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMarkdown } from './parse-markdown'
import { hasMarkup, plainTree } from './plain-tree'

/** Texts of what people type, markup and all. */
const anyText = fc
  .array(
    fc.constantFrom(
      ...[
        'Hello',
        ' ',
        ' ',
        '\n',
        '\n\n',
        '.',
        '1.',
        '-',
        '- ',
        '+',
        '=',
        '*',
        '_',
        '~~',
        '`',
        '>',
        '[',
        '](',
        '#',
        '\\',
      ],
      ...[
        'https://a.example/b',
        'www.a.example',
        'ada@a.example',
        '12:30',
        '&amp;',
        '!',
        '😀',
        'مرحبا',
        '\t',
        '    ',
        '|',
      ],
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join('').trim())

describe('a text without markup', () => {
  test('reads the same without the library as with it', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string()), (text) => {
        const body = text.trim()
        if (!hasMarkup(body)) expect(plainTree(body)).toEqual(parseMarkdown(body))
      }),
      { numRuns: 3_000 },
    )
  })

  test('is what most messages are, links and all', () => {
    for (const body of ['See you at 12:30.', 'https://a.example/b and ada@a.example', 'One\nTwo', 'Yes! 😀 (really)'])
      expect(hasMarkup(body), body).toBe(false)
    for (const body of ['**bold**', '> quote', '- item', '1. item', '`code`', '    code', '[a](b)'])
      expect(hasMarkup(body), body).toBe(true)
  })
})
