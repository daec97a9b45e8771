import type { FieldProblem } from '#lib/shared/form-state'
import { SIZES } from '#lib/shared/limits'
import { isRefusalCode, refusalSentence, tryAgain } from '../sentences'

const FIELDS: Record<FieldProblem['field'], Partial<Record<FieldProblem['code'], string>>> = {
  name: {
    empty: `Enter a name of 1 to ${SIZES.nameGraphemes} characters.`,
    too_long: `That name is too long. Enter a name of 1 to ${SIZES.nameGraphemes} characters.`,
    not_visible: 'That name has characters nobody can see. Use letters, digits or emoji.',
    unreadable: 'That name could not be read. Type it again.',
    malformed: 'That name could not be read. Type it again.',
  },
  code: {
    empty: 'Enter a room code, or go to the lobby.',
    too_long: 'A room code has 8 letters and digits, like XXXX-XXXX. Check it and try again.',
    malformed: 'A room code has 8 letters and digits, like XXXX-XXXX. Check it and try again.',
    unreadable: 'A room code has 8 letters and digits, like XXXX-XXXX. Check it and try again.',
    not_visible: 'A room code has 8 letters and digits, like XXXX-XXXX. Check it and try again.',
    not_found: 'No room has this code. Check it, or create a room.',
    full: 'This room is full. Try again later, or go to the lobby.',
    closed: 'This room was closed. Ask for a new code, or create a room.',
  },
  title: {
    too_long: `That title is too long. Use at most ${SIZES.title.graphemes} characters.`,
    not_visible: 'That title has characters nobody can see. Type it again.',
    unreadable: 'That title could not be read. Type it again.',
  },
  form: {},
}

const PARSE_SENTENCE = 'That could not be read. Check what you typed and try again.'

/** The sentence beside a field of the join form. `typed` is what the person entered there. */
export function fieldSentence(problem: FieldProblem, typed: string): string {
  const { field, code, suggestion, retryAfterMs } = problem
  if (code === 'rate_limited' && field === 'code')
    return `Too many wrong codes from your network. ${tryAgain(retryAfterMs)}`
  if (code === 'rate_limited') return `Too many tries from your network. ${tryAgain(retryAfterMs)}`
  if (field === 'name' && (code === 'name_taken' || code === 'name_lookalike')) {
    const next = suggestion ? `Try ${suggestion}.` : 'Choose another name.'
    return code === 'name_taken'
      ? `Someone here is already called ${typed.trim()}. ${next}`
      : `${typed.trim()} looks like the name of someone here. ${next}`
  }
  return FIELDS[field][code] ?? (isRefusalCode(code) ? refusalSentence(code, retryAfterMs) : PARSE_SENTENCE)
}
