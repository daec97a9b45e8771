import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { catalogueOf } from '#lib/i18n/catalogue'
import type { Locale } from '#lib/shared/languages'
import { english } from '#lib/testing/english'
import { namesInWords } from './names-in-words'
import { createTranslate } from './translate'
import { waitInWords } from './wait-in-words'

const inLanguage = (locale: Locale) => createTranslate(locale, catalogueOf(locale))
const spanish = inLanguage('es')
const arabic = inLanguage('ar')
const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '')

describe('counts, lists and waits follow the language [E88]', () => {
  it('numbers are grouped and counted as the language does', () => {
    expect(english('anywhere.newMessages', { count: 1 })).toBe('1 new message')
    expect(english('anywhere.newMessages', { count: 12_000 })).toBe('12,000 new messages')
    expect(spanish('anywhere.newMessages', { count: 12_000 })).toBe('12.000 mensajes nuevos')
    expect([1, 2, 3, 11].map((count) => arabic('anywhere.newMessages', { count }))).toEqual([
      'رسالة جديدة',
      'رسالتان جديدتان',
      '3 رسائل جديدة',
      '11 رسالة جديدة',
    ])
  })

  it('names are a sentence, and many are cut short', () => {
    expect(namesInWords(english, ['Ada', 'Teo', 'Mina'])).toBe('Ada, Teo and Mina')
    expect(namesInWords(english, ['Ada', 'Teo', 'Mina', 'Bo'])).toBe('Ada, Teo and 2 others')
    expect(namesInWords(spanish, ['Ada', 'Iris'])).toBe('Ada e Iris')
    expect(plain(namesInWords(arabic, ['Ada', 'Teo']))).toBe('Ada وTeo')
  })

  it('a wait is rounded up, in the unit people would use', () => {
    expect([1, 59_001, 61_000, 3_600_001].map((wait) => waitInWords(english, wait))).toEqual([
      '1 second',
      '1 minute',
      '2 minutes',
      '2 hours',
    ])
    expect(waitInWords(arabic, 2_000)).toBe('ثانيتين')
  })
})

describe('names do not turn the sentence around them [E87]', () => {
  it('a name that runs the other way is isolated, and isolated once', () => {
    expect(english('room.messagesWith', { name: 'Ada' })).toBe('Messages with Ada')
    expect(english('room.messagesWith', { name: 'ليلى' })).toBe('Messages with \u2068ليلى\u2069')
    expect(arabic('room.messagesWith', { name: 'Ada' })).toBe('الرسائل مع \u2068Ada\u2069')
    expect(arabic('room.joined', { count: 2, names: arabic.list(['Ada', 'Teo']) })).toBe(
      'انضم \u2068Ada\u2069 و\u2068Teo\u2069',
    )
  })
})

describe('marked parts', () => {
  it('become elements, and what people wrote in them stays text', () => {
    const sentence = english.rich('privateChat.waiting', {
      name: '<b>Ada</b>',
      b: (name) => createElement('bdi', null, name),
    })
    expect(renderToStaticMarkup(sentence)).toBe('Invite sent. Waiting for <bdi>&lt;b&gt;Ada&lt;/b&gt;</bdi>.')
  })
})
