import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, tokensOf } from '#lib/testing/contrast'

const css = readFileSync(new URL('./markdown.css', import.meta.url), 'utf8')

/** Every colour that a class of highlighted code is given. */
const INKS = new Set(Array.from(css.matchAll(/hljs[^{}]*\{\s*color: var\(--([\w-]+)\)/g), ([, ink = '']) => ink))

describe.each(['light', 'dark'])('in %s', (theme) => {
  const tokens = tokensOf(`[data-theme="${theme}"]`)

  it.each([...INKS])('code in %s can be read: 4.5 to 1 [E34]', (ink) => {
    expect(contrast(tokens[ink], tokens['surface-2'])).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['primary-text', 'primary-soft'],
    ['lamp-text', 'mention'],
  ])('names in %s on %s can be read: 4.5 to 1 [E36]', (ink, ground) => {
    expect(contrast(tokens[ink], tokens[ground])).toBeGreaterThanOrEqual(4.5)
  })
})
