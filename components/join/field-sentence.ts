import type { FieldProblem } from '#lib/shared/form-state'
import { SIZES } from '#lib/shared/limits'
import type { Translate } from '../language/translate'
import { refusalSentence, tryAgain } from '../sentences'

type Code = FieldProblem['code']

type FieldKey =
  | `join.name${'Empty' | 'TooLong' | 'NotVisible' | 'Unreadable' | 'Reserved' | 'MixedScripts'}`
  | `join.code${'Empty' | 'Malformed' | 'NotFound' | 'Full' | 'Closed'}`
  | `join.title${'TooLong' | 'NotVisible' | 'Unreadable'}`

const FIELDS: Record<FieldProblem['field'], Partial<Record<Code, FieldKey>>> = {
  name: {
    empty: 'join.nameEmpty',
    too_long: 'join.nameTooLong',
    not_visible: 'join.nameNotVisible',
    unreadable: 'join.nameUnreadable',
    malformed: 'join.nameUnreadable',
    reserved: 'join.nameReserved',
    mixed_scripts: 'join.nameMixedScripts',
  },
  code: {
    empty: 'join.codeEmpty',
    too_long: 'join.codeMalformed',
    malformed: 'join.codeMalformed',
    unreadable: 'join.codeMalformed',
    not_visible: 'join.codeMalformed',
    not_found: 'join.codeNotFound',
    full: 'join.codeFull',
    closed: 'join.codeClosed',
  },
  title: {
    too_long: 'join.titleTooLong',
    not_visible: 'join.titleNotVisible',
    unreadable: 'join.titleUnreadable',
  },
  form: {},
}

const MOST: Record<FieldProblem['field'], number> = {
  name: SIZES.nameGraphemes,
  code: SIZES.codeInput,
  title: SIZES.title.graphemes,
  form: 0,
}

/** The sentence beside a field of the join form. `typed` is what the person entered there. */
export function fieldSentence(t: Translate, problem: FieldProblem, typed: string): string {
  const { field, code, suggestion, retryAfterMs } = problem
  if (code === 'rate_limited')
    return t(field === 'code' ? 'join.codeTries' : 'join.tries', { again: tryAgain(t, retryAfterMs) })
  if (field === 'name' && code === 'name_taken') return takenSentence(t, 'nameTaken', typed.trim(), suggestion)
  if (field === 'name' && code === 'name_lookalike') return takenSentence(t, 'nameLookalike', typed.trim(), suggestion)
  const key = FIELDS[field][code]
  if (key !== undefined) return t(key, { most: MOST[field] })
  return isParseWord(code) ? t('join.unreadable') : refusalSentence(t, code, retryAfterMs)
}

function takenSentence(t: Translate, why: 'nameTaken' | 'nameLookalike', name: string, suggestion?: string): string {
  return suggestion === undefined ? t(`join.${why}`, { name }) : t(`join.${why}Try`, { name, suggestion })
}

const PARSE_WORDS = [
  'empty',
  'too_long',
  'not_visible',
  'unreadable',
  'malformed',
  'reserved',
  'mixed_scripts',
] as const

function isParseWord(code: Code): code is (typeof PARSE_WORDS)[number] {
  return PARSE_WORDS.some((word) => word === code)
}
