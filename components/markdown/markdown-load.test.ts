import { describe, expect, it } from 'vitest'
import { SIZES } from '#lib/shared/limits'
import { parseMarkdown } from './parse-markdown'

const MOST_MS = 50

const filled = (piece: string) => piece.repeat(Math.ceil(SIZES.body.bytes / piece.length)).slice(0, SIZES.body.bytes)
const stairs = (step: (at: number) => string) =>
  Array.from({ length: 200 }, (_, at) => step(at))
    .join('\n')
    .slice(0, SIZES.body.bytes)

const REPEATED = [
  ...[
    '[',
    ']',
    '[]',
    '[[]',
    '[a](',
    '![',
    '[a]',
    '[a][b]',
    '[a]: b\n',
    '[`',
    '[\\',
    '[a](((',
    '[x ',
    '](',
    '[a](https://b.c)',
  ],
  ...['*', '_', '**', '*_', '**a _b ', '*a', '_a ', '*a**b', '~', '~~', '~~a', '*https://a.b/*_', '***a**b*'],
  ...['`', '``a`', 'a`b``', '```', '```\n', '~~~\n', '```a```\n', '`*', '\\', '\\*', '<', '<a ', '<!--', '&', '&#1;'],
  ...[
    '>',
    '> ',
    '> a\n',
    '>\n',
    '- ',
    '-\n',
    '- a\n',
    '- a\n\n',
    '* ',
    '1. ',
    '1. a\n',
    '- [ ] a\n',
    ' - ',
    '- > ',
    '> - ',
  ],
  ...['\n', '\n ', '\t', ' ', '|a\n|-\n', '|', '# ', '===\n', '---\n', 'a\n===\n', '    a\n', 'a  \n'],
  ...[
    'a',
    '1',
    'https://a',
    'https://a,',
    'https://a.b/,',
    'www.',
    'a@',
    'a.b@',
    'a_',
    'mailto:a@b.c ',
    ')',
    '👍',
    '\u0301',
  ],
]
const STAIRS: Record<string, string> = {
  'items ever deeper': stairs((at) => `${' '.repeat(at)}- a`),
  'quotes ever deeper': stairs((at) => `${'>'.repeat(at)} a`),
  'ever more backticks': stairs((at) => '`'.repeat(at + 1)),
  'five thousand quote marks': `${'>'.repeat(5_000)} a`,
  'five thousand marked quotes': `${'> '.repeat(5_000)}a`,
  'brackets around links': '['.repeat(2_000) + '](https://a.b)'.repeat(700),
  'emphasis in emphasis': '*a **b '.repeat(800) + ' c** d*'.repeat(800),
  'a wide list': stairs((at) => `${at}. a\n  - b\n    - c`),
}

describe('a message made to be slow to read is not', () => {
  it.each([...REPEATED.map((piece) => [piece, filled(piece)]), ...Object.entries(STAIRS)])('%j', (_, hostile) => {
    // Time on the processor, and the best of five: what else the machine does is not the message's fault.
    const times = [0, 1, 2, 3, 4].map((turn) => {
      const start = process.cpuUsage()
      parseMarkdown(`${hostile} ${turn}`)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1_000
    })
    expect(Math.min(...times)).toBeLessThan(MOST_MS)
  })
})

it('a message is read once, however often its row is drawn', () => {
  expect(parseMarkdown('**once**')).toBe(parseMarkdown('**once**'))
})

it('what was read long ago is let go', () => {
  const first = parseMarkdown('**first**')
  for (let at = 0; at < 1_000; at += 1) parseMarkdown(`filler ${at}`)
  expect(parseMarkdown('**first**')).not.toBe(first)
})
