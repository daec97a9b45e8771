import { readFileSync } from 'node:fs'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { SIZES } from '#lib/shared/limits'
import { highlightCode } from './highlight-code'

const css = readFileSync(new URL('./markdown.css', import.meta.url), 'utf8')
const SAMPLES: [language: string, code: string][] = [
  ['ts', 'const a: number = 1 // one\nclass B { c = `x` }'],
  ['js', 'let a = /b/g'],
  ['json', '{"a": [1, true, null, "b"]}'],
  ['py', 'def a(b):\n    """c"""\n    return f"{b}" + 1'],
  ['sh', 'if [ "$A" ]; then echo a; fi # b'],
  ['html', '<a href="b">c</a><!-- d -->'],
  ['sql', "select a from b where c = 'd' -- e"],
  ['java', 'public class A { @Override int b() { return 1; } }'],
  ['go', 'package a\nfunc b() string { return "c" }'],
  ['rust', 'fn a<\'b>() -> u8 { println!("c"); 1 }'],
  ['c++', '#include <a>\nint main() { return 0; }'],
  ['yaml', 'a: b # c\nd: [1, true]'],
  ['diff', '@@ -1 +1 @@\n-a\n+b'],
]

describe('code is coloured without being changed [E34]', () => {
  it.each(SAMPLES)('%s', (language, code) => {
    const markup = renderToStaticMarkup(highlightCode(code, language))
    expect(markup).toContain('<span class="hljs-')
    expect(markup).not.toContain('style=')
    expect(markup.replace(/<\/?span[^>]*>/g, '')).toBe(renderToStaticMarkup(code))
  })

  it('a language that is not known stays plain', () => {
    expect(highlightCode('a', 'klingon')).toBeUndefined()
    expect(highlightCode('a', '__proto__')).toBeUndefined()
    expect(highlightCode('a', '')).toBeUndefined()
  })

  it.each(SAMPLES)('the most %s that fits into a message takes no long task', (language, code) => {
    const much = `${code}\n`.repeat(Math.floor(SIZES.body.graphemes / (code.length + 1)))
    const times = [0, 1, 2, 3, 4].map(() => {
      const start = process.cpuUsage()
      highlightCode(much, language)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1_000
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })
})

it('colours change no width: nothing moves when they come [E9]', () => {
  const rules = Array.from(css.matchAll(/([^{}]*hljs[^{}]*)\{([^{}]*)\}/g), ([, , body = '']) => body.trim())
  expect(rules.length).toBeGreaterThan(4)
  for (const body of rules) expect(body).toMatch(/^color: var\(--[\w-]+\);$/)
})
