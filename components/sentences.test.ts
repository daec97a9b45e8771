import { describe, expect, it } from 'vitest'
import type { FieldProblem } from '#lib/shared/form-state'
import { REFUSAL_CODES } from '#lib/shared/refusal'
import { english } from '#lib/testing/english'
import { fieldSentence } from './join/field-sentence'
import { inviteSentence } from './private/invite-sentence'
import { connectionSentence, refusalSentence, unsentSentence } from './sentences'

const PARSE_CODES = ['empty', 'too_long', 'not_visible', 'unreadable', 'malformed'] as const
const FIELDS: FieldProblem['field'][] = ['name', 'code', 'title', 'form']

/** Starts with a capital, ends with a stop, shouts nothing, shows no code and nothing unfilled. */
const SENTENCE = /^\p{Lu}[^!_]*\.$/u

describe('every refusal has a sentence', () => {
  it.each(REFUSAL_CODES)('%s, anywhere, in an invite, under a message and for a connection', (code) => {
    for (const retryAfterMs of [undefined, 4_000]) {
      expect(refusalSentence(english, code, retryAfterMs)).toMatch(SENTENCE)
      expect(inviteSentence(english, code, 'Ada', retryAfterMs)).toMatch(SENTENCE)
    }
    expect(unsentSentence(english, 'failed', code)).toMatch(SENTENCE)
    expect(unsentSentence(english, 'delayed', code)).toMatch(SENTENCE)
    expect(connectionSentence(english, code)).toMatch(SENTENCE)
  })

  it.each([...REFUSAL_CODES, ...PARSE_CODES])('%s, beside every field', (code) => {
    for (const field of FIELDS) {
      const sentence = fieldSentence(english, { field, code }, 'Bob')
      expect(sentence).toMatch(SENTENCE)
      expect(sentence).not.toContain('undefined')
    }
  })
})

describe('sentences say what to do next', () => {
  it('an empty code offers the lobby', () => {
    expect(fieldSentence(english, { field: 'code', code: 'empty' }, '')).toBe('Enter a room code, or go to the lobby.')
  })

  it('a taken name offers a free one', () => {
    const problem: FieldProblem = { field: 'name', code: 'name_taken', suggestion: 'Bob 2' }
    expect(fieldSentence(english, problem, ' Bob ')).toBe('Someone here is already called Bob. Try Bob 2.')
  })

  it('wrong codes say when to try again, rounded up', () => {
    const problem: FieldProblem = { field: 'code', code: 'rate_limited', retryAfterMs: 3 * 60_000 + 1 }
    expect(fieldSentence(english, problem, 'X')).toBe('Too many wrong codes from your network. Try again in 4 minutes.')
  })

  it('an invite that was sent before says when it may be sent again', () => {
    const sentence = inviteSentence(english, 'conflict', 'Ada', 22.5 * 3_600_000)
    expect(sentence).toBe('You already invited Ada. You can ask again in 23 hours.')
  })

  it('a message that waits is not called failed', () => {
    expect(unsentSentence(english, 'failed', 'too_large')).toBe('Not sent. It is too long.')
    expect(unsentSentence(english, 'delayed', 'offline')).toBe("Not sent yet. You're offline.")
  })

  it('each way a visit ends has its own words', () => {
    const sentences = (['left', 'removed', 'closed', 'ended'] as const).map((why) => english(`room.${why}Sentence`))
    expect(new Set(sentences).size).toBe(4)
    for (const sentence of sentences) expect(sentence).toMatch(SENTENCE)
  })
})
