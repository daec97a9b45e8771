import compile from 'icu-minify/compile'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '#components/language/translate'
import { LANGUAGES, type Locale } from '../shared/languages'
import { CATALOGUES, catalogueOf } from './catalogue'
import type { MessageKey } from './message-types'

/** Each sentence by its key. */
function sentencesOf(locale: Locale): Map<MessageKey, string> {
  return new Map(
    Object.entries(CATALOGUES[locale]).flatMap(([section, sentences]) =>
      Object.entries(sentences).map(([name, text]): [MessageKey, string] => [`${section}.${name}` as MessageKey, text]),
    ),
  )
}

type Argument = { name: string; kind: 'text' | 'number' | 'tag'; forms?: string[] }

/** What the nodes of a compiled message ask for; text and `#` ask for nothing. */
function argumentsOf(nodes: unknown): Argument[] {
  return Array.isArray(nodes) ? nodes.flatMap(argumentsOfNode) : []
}

/** `[name]`, `[name, type, …]` or, for a marked part, `[name, ...children]`. Of the types 1 is select, 2 and 3 count. */
function argumentsOfNode(node: unknown): Argument[] {
  if (!Array.isArray(node)) return []
  const [name, type, branches] = node
  if (type === undefined) return [{ name, kind: 'text' }]
  if (typeof type !== 'number' || type === 0) return [{ name, kind: 'tag' }, ...argumentsOf(node.slice(1))]
  if (type > 3) return [{ name, kind: 'number' }]
  const within = Object.values(branches).flatMap(argumentsOf)
  if (type === 1) return [{ name, kind: 'text' }, ...within]
  return [{ name, kind: 'number', forms: Object.keys(branches) }, ...within]
}

function argumentsIn(text: string): Argument[] {
  return argumentsOf(compile(text))
}

function signatureOf(text: string): string[] {
  return [...new Set(argumentsIn(text).map(({ name, kind }) => `${name}: ${kind}`))].sort()
}

const LOCALES = Object.keys(LANGUAGES) as Locale[]
const english = sentencesOf('en')

/** A sentence that is all values, such as "{author}: {text}", is the same in every language. */
function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replace(/\{[^{}]*\}/g, ''))
}

describe.each(LOCALES.filter((locale) => locale !== 'en'))('%s', (locale) => {
  const sentences = sentencesOf(locale)

  it('has exactly the keys that English has', () => {
    expect([...sentences.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('has the same values to fill in', () => {
    for (const [key, text] of english) expect(signatureOf(sentences.get(key) ?? ''), key).toEqual(signatureOf(text))
  })

  it('is translated', () => {
    const untranslated = [...english].filter(([key, text]) => hasWords(text) && sentences.get(key) === text)
    expect(untranslated).toEqual([])
  })

  it('counts where English counts [E88]', () => {
    const counts = (text: string) => argumentsIn(text).some(({ forms }) => forms?.includes('one'))
    for (const [key, text] of english) if (counts(text)) expect(counts(sentences.get(key) ?? ''), key).toBe(true)
  })
})

it('Arabic has all six plural forms wherever something is counted [E88]', () => {
  const needed = [...new Intl.PluralRules('ar').resolvedOptions().pluralCategories].sort()
  expect(needed).toHaveLength(6)
  for (const [key, text] of sentencesOf('ar'))
    for (const { forms } of argumentsIn(text)) if (forms) expect([...forms].sort(), key).toEqual(needed)
})

it.each(LOCALES)('every sentence reads well when it is filled, whatever is counted: %s', (locale) => {
  // The keys are not known here, so neither is what they must be given.
  const t = createTranslate(locale, catalogueOf(locale)).rich as (key: string, values: object) => ReactNode
  for (const [key, text] of sentencesOf(locale))
    for (const count of [0, 1, 2, 3, 11, 100, 102]) {
      const values: Record<string, unknown> = {}
      for (const { name, kind } of argumentsIn(text))
        values[name] = kind === 'number' ? count : kind === 'text' ? 'Ada' : (part: ReactNode) => part
      const filled = renderToStaticMarkup(t(key, values)).replace(/&#x27;|&quot;/g, "'")
      expect(filled, key).toMatch(/^\S(.*\S)?$/)
      expect(filled, key).not.toMatch(/[{}<>#!¡&]|undefined|NaN|\[object/)
    }
})
