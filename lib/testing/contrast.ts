// Colours of the tokens in app/tokens.css, and how well one can be read on another.
import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('../../app/tokens.css', import.meta.url), 'utf8')

/** The tokens of the first block that a selector opens, by name without the dashes. */
export function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start === -1) throw new Error(`tokens.css has no ${selector}`)
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries(Array.from(block.matchAll(/--([\w-]+):\s*([^;]+);/g), ([, name, value]) => [name, value]))
}

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

/** From 1, not to be told apart, to 21, black on white (WCAG 2.2). */
export function contrast(a: string | undefined, b: string | undefined): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}
