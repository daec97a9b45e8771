import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { catalogueOf } from '#lib/i18n/catalogue'
import { HOSTILE } from '../../e2e/support/hostile'
import { LanguageProvider } from '../language/language-provider'
import { loadReader } from '../markdown/markdown-trees'
import { MessageText } from './message-text'

// The library that reads markup comes after the page; until then a message is its text.
await loadReader()

function html(body: string, mentions?: { names: readonly string[]; self: string }): string {
  return renderToStaticMarkup(
    <LanguageProvider locale="en" messages={catalogueOf('en')}>
      <MessageText id="b" body={body} isTabbable mentions={mentions}>
        <i>edited</i>
      </MessageText>
    </LanguageProvider>,
  )
}

/** All that a message may become in the page, the picture on the copy button among it. */
const TAGS = 'div a bdi strong em del code blockquote ul ol li figure figcaption pre button svg path i'.split(' ')
const ATTRIBUTES = new Set([
  ...['id', 'dir', 'class', 'href', 'target', 'rel', 'value', 'tabindex', 'role', 'type', 'title', 'viewBox', 'd'],
  ...['aria-label', 'aria-hidden', 'aria-expanded', 'data-name', 'data-large', 'data-collapsed'],
])

/** What is in the page and on neither list, or a link to elsewhere. */
function breachesIn(markup: string): string[] {
  const breaches: string[] = []
  for (const [, tag = '', attributes = ''] of markup.matchAll(/<\/?([^\s>/]+)((?:[^">]|"[^"]*")*)>/g)) {
    if (!TAGS.includes(tag)) breaches.push(tag)
    for (const [typed, name = '', value = ''] of attributes.matchAll(/([^\s="]+)="([^"]*)"/g)) {
      const isSafe = name !== 'href' || /^(?:https?:\/\/|mailto:)/.test(value)
      if (!ATTRIBUTES.has(name) || !isSafe) breaches.push(typed)
    }
  }
  return breaches
}

describe('no message becomes anything but what is on the list [E33]', () => {
  const around = [(text: string) => text, (text: string) => `**${text}**`, (text: string) => `[${text}](${text})`]
  around.push(
    (text) => `\`\`\`${text}\n${text}\n\`\`\``,
    (text) => `> - ${text}`,
    (text) => `![${text}](${text})`,
  )

  it.each(HOSTILE)('%j', (hostile) => {
    expect(around.flatMap((wrap) => breachesIn(html(wrap(hostile))))).toEqual([])
  })

  it('whatever is made of such texts and of markup', () => {
    const piece = fc.constantFrom(
      ...HOSTILE,
      '[',
      '](',
      ')',
      '`',
      '```\n',
      '\n',
      '> ',
      '- ',
      '**',
      'https://a.example/',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(breachesIn(html(pieces.join('')))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('pictures are never fetched: their address is a link', () => {
    expect(html('![a](https://b.example/c.png)')).toContain('!<a href="https://b.example/c.png"')
  })
})

it('links open apart, tell the other side nothing, and show the host that their text hides [E35]', () => {
  expect(html('[a](https://b.example/c)')).toContain(
    '<a href="https://b.example/c" target="_blank" rel="noopener noreferrer nofollow ugc" class="text-primary-text underline underline-offset-2">a</a><bdi class="text-subtle"> (b.example)</bdi>',
  )
})

describe('emoji only are large [E32]', () => {
  it.each(['👍', '🎉 🎉', '👩‍👩‍👧 ❤️', '🇪🇺'])('%s', (body) => {
    expect(html(body)).toContain('data-large')
  })

  it.each(['👍 ok', '1', '#', ':tada:', '🎉'.repeat(9)])('%s is not', (body) => {
    expect(html(body)).not.toContain('data-large')
  })
})

describe('a block of code [E34]', () => {
  const block = html('```ts\nconst a = "<b>"\n```')

  it('says its language, can be copied, and can be scrolled by keyboard under a name of its own', () => {
    expect(block).toContain('<bdi>ts</bdi>')
    expect(block).toContain('aria-label="Copy code"')
    expect(block).toMatch(/<pre dir="ltr" tabindex="0" role="region" aria-label="Code in [^"]*ts[^"]*">/)
  })

  it('comes without colours, with all of its text', () => {
    expect(block).toContain('<code>const a = &quot;&lt;b&gt;&quot;</code>')
  })
})

describe('names are marked where they are meant [E36]', () => {
  const mentions = { names: ['Ada', 'Ada Kurt', 'Teo'], self: 'Teo' }

  it.each([
    ['hi @Ada Kurt', '<bdi class="mention">@Ada Kurt</bdi>'],
    ['**@Teo**', '<strong><bdi class="mention" data-self="">@Teo</bdi></strong>'],
    ['@all', '<bdi class="mention" data-self="">@all</bdi>'],
  ])('%s', (body, chip) => {
    expect(html(body, mentions)).toContain(chip)
  })

  it.each(['`@Teo`', '[@Teo](https://a.example)', '@Teodor', 'a@Teo'])('%s is no mention', (body) => {
    expect(html(body, mentions)).not.toContain('class="mention"')
  })
})

describe('long messages are folded [E38]', () => {
  it.each([
    ['many lines', 'a\n'.repeat(40)],
    ['many letters', 'word '.repeat(500)],
    ['many wide letters', '漢'.repeat(1_200)],
  ])('%s', (_, body) => {
    expect(html(body)).toContain('data-collapsed=""')
    expect(html(body)).toContain('>Show all</button>')
  })

  it('twenty lines are not', () => {
    expect(html('a\n'.repeat(20))).not.toContain('Show all')
  })
})

it('what follows a text stands on its last line; after a block it stands below', () => {
  expect(html('a')).toContain('>a<i>edited</i></div>')
  expect(html('> a\nb')).toContain('<div>b<i>edited</i></div>')
  expect(html('> a')).toContain('</blockquote><i>edited</i>')
})
