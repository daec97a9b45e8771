import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageParts } from './message-parts'

function linksOf(body: string) {
  return messageParts(body).filter((part) => part.kind === 'link')
}

describe('only safe links are links [E35]', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'ftp://example.org/a',
    '//example.org/a',
    'https://',
    'https://bank.example@evil.example/login',
    'https://bank.example:secret@evil.example/',
    'xhttps://example.org',
    'mailto:nobody',
    '@ada@example.org',
    'ada@localhost',
    'notes.md and start.sh',
  ])('%s holds no link', (body) => {
    expect(linksOf(body)).toEqual([])
  })

  it.each([
    ['http://example.org', 'http://example.org/'],
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['www.example.org', 'http://www.example.org/'],
    ['mailto:ada@example.org', 'mailto:ada@example.org'],
    ['ada@example.org', 'mailto:ada@example.org'],
    ['http://localhost:3000/room/lobby', 'http://localhost:3000/room/lobby'],
    ['http://[::1]:3000/', 'http://[::1]:3000/'],
    ['http://192.168.1.20:3000', 'http://192.168.1.20:3000/'],
  ])('%s is a link', (body, href) => {
    expect(linksOf(body)).toMatchObject([{ text: body, href }])
  })
})

describe('a link ends where the sentence goes on', () => {
  it.each([
    ['See https://example.org/a.', 'https://example.org/a'],
    ['(https://example.org/a)', 'https://example.org/a'],
    ['Is it https://example.org/a?', 'https://example.org/a'],
    ['<https://example.org/a>', 'https://example.org/a'],
    ['"https://example.org/a",', 'https://example.org/a'],
    ['https://example.org/a_(b) then', 'https://example.org/a_(b)'],
    ['[words](https://example.org/a)', 'https://example.org/a'],
    ['https://example.org/a。次', 'https://example.org/a'],
    ['https://a.example,https://b.example', 'https://a.example'],
    ["It is https://a.example's page", 'https://a.example'],
    ['Ask ada@example.org.', 'ada@example.org'],
    ['**https://example.org/a**', 'https://example.org/a'],
    ['https://example.org/a\nnext', 'https://example.org/a'],
  ])('%s', (body, text) => {
    expect(linksOf(body)).toMatchObject([{ text }])
  })
})

describe('a look-alike host is shown as it really is', () => {
  it.each(['https://аpple.com/', 'https://xn--pple-43d.com/'])('%s', (body) => {
    expect(linksOf(body)).toMatchObject([{ host: 'xn--pple-43d.com' }])
  })

  it('a plain host is not repeated', () => {
    expect(linksOf('https://apple.com')).toEqual([
      { kind: 'link', text: 'https://apple.com', href: 'https://apple.com/' },
    ])
  })
})

it.each(['a.'.repeat(6_000), 'https://a'.repeat(1_300), `https://a/${')'.repeat(4_000)}`, `${'a'.repeat(6_000)}@`])(
  'a text made to be slow is not: case %#',
  (body) => {
    const start = performance.now()
    messageParts(body)
    expect(performance.now() - start).toBeLessThan(500)
  },
)

it('no text is lost or made up, and every link has an allowed scheme', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('https://', 'javascript:', 'www.', '@', '.com', 'mailto:', '(', ')', '<', ' ', '\n', 'xn--a'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const body = pieces.join('')
      const parts = messageParts(body)
      expect(parts.map(({ text }) => text).join('')).toBe(body)
      for (const part of parts) if (part.kind === 'link') expect(part.href).toMatch(/^(https?|mailto):/)
    }),
  )
})
