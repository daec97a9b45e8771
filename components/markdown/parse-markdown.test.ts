import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MarkdownBlock, MarkdownInline } from './markdown-tree'
import { parseMarkdown } from './parse-markdown'

const text = (...children: MarkdownInline[]): MarkdownBlock => ({ kind: 'text', children })
const link = (href: string, words: string, host?: string) => ({
  kind: 'link' as const,
  href,
  ...(host === undefined ? {} : { host }),
  children: [words],
})

describe('what a chat marks up is read [E33]', () => {
  it.each<[string, MarkdownBlock[]]>([
    ['**a** b', [text({ kind: 'strong', children: ['a'] }, ' b')]],
    ['_a_ *b*', [text({ kind: 'em', children: ['a'] }, ' ', { kind: 'em', children: ['b'] })]],
    ['~~a~~ ~b~', [text({ kind: 'del', children: ['a'] }, ' ~b~')]],
    ['**a _b_**', [text({ kind: 'strong', children: ['a ', { kind: 'em', children: ['b'] }] })]],
    ['`a *b*`', [text({ kind: 'code', text: 'a *b*' })]],
    ['```ts\na\n\n  b\n```\nc', [{ kind: 'code', language: 'ts', text: 'a\n\n  b' }, text('c')]],
    ['```\na```\nc', [{ kind: 'code', language: '', text: 'a' }, text('c')]],
    ['> a\n> b\nc', [{ kind: 'quote', children: [text('a\nb')] }, text('c')]],
    ['>> a', [{ kind: 'quote', children: [{ kind: 'quote', children: [text('a')] }] }]],
    [
      '- a\n  - b\nc',
      [{ kind: 'bullets', items: [[text('a'), { kind: 'bullets', items: [[text('b')]] }]] }, text('c')],
    ],
    [
      '7. a\n9. b',
      [
        {
          kind: 'numbers',
          items: [
            { number: 7, children: [text('a')] },
            { number: 9, children: [text('b')] },
          ],
        },
      ],
    ],
    ['a\n\n\nb\nc', [text('a\n\n\nb\nc')]],
    ['\\*a\\*', [text('*a*')]],
    ['# **a**', [text('# ', { kind: 'strong', children: ['a'] })]],
    ['**a**\n---', [text({ kind: 'strong', children: ['a'] }, '\n---')]],
    ['| **a** |\n|--|', [text('| ', { kind: 'strong', children: ['a'] }, ' |\n|--|')]],
    ['<div>**a**</div>', [text('<div>', { kind: 'strong', children: ['a'] }, '</div>')]],
    ['[a]: *b*', [text('[a]: ', { kind: 'em', children: ['b'] })]],
    ['    **a**', [text('    ', { kind: 'strong', children: ['a'] })]],
  ])('%j', (body, tree) => {
    expect(parseMarkdown(body)).toEqual(tree)
  })
})

describe('what a chat does not mark up stays as typed [E33]', () => {
  it.each([
    ...[
      '# a',
      'a\n===',
      'a\n---',
      '---',
      '- - -',
      '* * *',
      '| a |\n|--|\n| b |',
      '<b>a</b>',
      '<!-- a -->',
      '&lt;b&gt;',
    ],
    ...[
      '[a]: b "c"',
      '[a][b]',
      '-',
      '+ 2',
      '```',
      '>_<',
      '>:(',
      '¯\\_(ツ)_/¯',
      'C:\\.ssh',
      '\\\\server',
      '2*3',
      'a_b_c',
    ],
    ...[
      '    indented',
      'a  \nb',
      '@ada',
      '[a](b)',
      '[a](javascript:b)',
      '[a](data:b)',
      '[](c)',
      '~/a',
      '* a*b'.slice(2),
    ],
  ])('%j', (body) => {
    expect(parseMarkdown(body)).toEqual([text(body)])
  })
})

describe('a link says where it leads [E35]', () => {
  it.each<[string, MarkdownInline[]]>([
    ['[a](https://b.example/c)', [link('https://b.example/c', 'a', 'b.example')]],
    ['[https://a.example](https://b.example)', [link('https://b.example/', 'https://a.example', 'b.example')]],
    ['[https://b.example/](https://b.example)', [link('https://b.example/', 'https://b.example/')]],
    ['[a](mailto:b@c.example)', [link('mailto:b@c.example', 'a', 'b@c.example')]],
    ['[a](https://аpple.com)', [link('https://xn--pple-43d.com/', 'a', 'xn--pple-43d.com')]],
    ['See https://a.example/b_c_d.', ['See ', link('https://a.example/b_c_d', 'https://a.example/b_c_d'), '.']],
    ['ada_b@c.example', [link('mailto:ada_b@c.example', 'ada_b@c.example')]],
    ['xhttps://a.example', ['xhttps://a.example']],
    ['![a](https://b.example/c.png)', ['!', link('https://b.example/c.png', 'a', 'b.example')]],
    ['[a](https://b@c.example)', ['[a](https://b@c.example)']],
  ])('%s', (body, children) => {
    expect(parseMarkdown(body)).toEqual([text(...children)])
  })

  it('marks around a link are not part of it', () => {
    expect(parseMarkdown('**https://a.example**')).toEqual([
      text({ kind: 'strong', children: [link('https://a.example/', 'https://a.example')] }),
    ])
  })

  it('a link holds no other link', () => {
    expect(parseMarkdown('[a https://b.example](https://c.example)')).toEqual([
      text(link('https://c.example/', 'a https://b.example', 'c.example')),
    ])
  })
})

/** Stands for the address of a link that has other words: it was typed after them, and is where the link leads. */
const ADDRESS = '\0'

const PIECES = [
  ...[
    '*',
    '**',
    '_',
    '~~',
    '`',
    '```',
    '```js\n',
    '\n',
    '\n\n',
    '> ',
    '>',
    '- ',
    '1. ',
    '  ',
    '    ',
    '# ',
    '---',
    '|',
  ],
  ...['[', ']', '(', ')', '](', '![', '[a](https://b.example/c)', '[a](javascript:b)', '<b>', '</b>', '&amp;', '\\'],
  ...[
    'https://a.example/b',
    'javascript:c',
    'data:d',
    'www.e.example',
    'f@g.example',
    ': ',
    '"h"',
    '\t',
    'word',
    '77.',
  ],
]
const body = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'grapheme', maxLength: 6 })),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join('').replace(/\r\n?/g, '\n'))

it('no letter or digit is ever lost, made up or moved [E33]', () => {
  fc.assert(
    fc.property(body, (typed) => {
      const parts = shownIn(parseMarkdown(typed)).split(ADDRESS).map(lettersOf)
      expect(lettersOf(typed)).toMatch(new RegExp(`^${parts.join('[\\p{L}\\p{N}]*?')}$`, 'u'))
    }),
    { numRuns: 2_000 },
  )
})

it('no link ever leads anywhere but to http, https or mailto [E35]', () => {
  fc.assert(
    fc.property(body, (typed) => {
      for (const [href] of JSON.stringify(parseMarkdown(typed)).matchAll(/(?<="href":")[^"]*/g)) {
        expect(href).toMatch(/^(?:https?:\/\/|mailto:)/)
      }
    }),
    { numRuns: 2_000 },
  )
})

function lettersOf(shown: string): string {
  return (shown.match(/[\p{L}\p{N}]/gu) ?? []).join('')
}

function shownIn(blocks: readonly MarkdownBlock[]): string {
  return blocks.map(blockText).join('')
}

function blockText(block: MarkdownBlock): string {
  switch (block.kind) {
    case 'text':
      return inlinesIn(block.children)
    case 'quote':
      return shownIn(block.children)
    case 'code':
      return block.language + block.text
    case 'bullets':
      return block.items.map(shownIn).join('')
    case 'numbers':
      return block.items.map(({ number, children }) => number + shownIn(children)).join('')
  }
}

function inlinesIn(inlines: readonly MarkdownInline[]): string {
  return inlines
    .map((inline) => {
      if (typeof inline === 'string') return inline
      if (inline.kind === 'code') return inline.text
      return inlinesIn(inline.children) + (inline.kind === 'link' && inline.host !== undefined ? ADDRESS : '')
    })
    .join('')
}
