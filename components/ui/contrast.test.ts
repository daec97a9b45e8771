import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')

/** The tokens of the first block that a selector opens, by name without the dashes. */
function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start === -1) throw new Error(`globals.css has no ${selector}`)
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries(Array.from(block.matchAll(/--([\w-]+):\s*([^;]+);/g), ([, name, value]) => [name, value]))
}

const light = tokensOf('[data-theme="light"]')
const dark = tokensOf('[data-theme="dark"]')

/** Relative luminance of #rrggbb (WCAG 2.2, 1.4.3). */
function luminance(hex: string | undefined): number {
  const parts = /^#(..)(..)(..)$/.exec(hex ?? '')?.slice(1) ?? []
  if (parts.length !== 3) throw new Error(`${hex} is no colour`)
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const value = Number.parseInt(part, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string | undefined, b: string | undefined): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const TEXT = [
  ['text', 'bg'],
  ['text', 'mention'],
  ['text-muted', 'surface-3'],
  ['text-subtle', 'surface-3'],
  ['on-primary', 'primary'],
  ['on-primary', 'primary-hover'],
  ['primary-text', 'primary-soft'],
  ['primary-text', 'surface-2'],
  ['on-lamp', 'lamp'],
  ['lamp-text', 'bg'],
  ['danger-text', 'surface'],
  ['danger-text', 'surface-2'],
  ['danger-text', 'danger-soft'],
] as const

const SHAPES = [
  ['border-strong', 'surface'],
  ['online', 'surface'],
  ['focus', 'bg'],
  ['focus', 'surface'],
  ['danger', 'surface'],
] as const

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s tokens', (_, tokens) => {
  it.each(TEXT)('%s on %s can be read: 4.5 to 1', (ink, ground) => {
    expect(contrast(tokens[ink], tokens[ground])).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SHAPES)('%s on %s can be seen: 3 to 1', (shape, ground) => {
    expect(contrast(tokens[shape], tokens[ground])).toBeGreaterThanOrEqual(3)
  })
})

it('dark by the wish of the system is the same as dark by choice', () => {
  expect(tokensOf(':root:not([data-theme="light"])')).toEqual(dark)
})

it('light and dark name the same tokens', () => {
  expect(Object.keys(dark)).toEqual(Object.keys(light))
})
