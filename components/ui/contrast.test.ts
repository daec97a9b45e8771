import { describe, expect, it } from 'vitest'
import { contrast, tokensOf } from '#lib/testing/contrast'

const light = tokensOf('[data-theme="light"]')
const dark = tokensOf('[data-theme="dark"]')

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
