import type { Answer } from '#lib/client/line'
import { SIZES } from '#lib/shared/limits'
import type { Translate } from '../language/translate'
import { refusalSentence } from '../sentences'

type No = Exclude<Answer<unknown>, { ok: true }>

/** A free name, where the one asked for belongs to somebody else or looks as if it did. */
export function suggestionOf(answer: No): string | undefined {
  return answer.code === 'name_taken' || answer.code === 'name_lookalike' ? answer.fields?.name : undefined
}

/** Why a name was refused, with what to do next. [E41] */
export function nameSentence(t: Translate, answer: No, name: string): string {
  const suggestion = suggestionOf(answer)
  switch (answer.code) {
    case 'name_taken':
      return suggestion === undefined ? t('join.nameTaken', { name }) : t('join.nameTakenTry', { name, suggestion })
    case 'name_lookalike':
      return suggestion === undefined
        ? t('join.nameLookalike', { name })
        : t('join.nameLookalikeTry', { name, suggestion })
    case 'invalid':
      return invalidSentence(t, answer.fields?.name, name)
    case 'no_answer':
      return refusalSentence(t, 'offline')
    case 'offline':
      return refusalSentence(t, 'offline')
    default:
      return refusalSentence(t, answer.code, answer.retryAfterMs)
  }
}

/** `why` is the word of the parser, or of the rules for names. */
function invalidSentence(t: Translate, why: string | undefined, name: string): string {
  const most = SIZES.nameGraphemes
  switch (why) {
    case 'empty':
      return t('join.nameEmpty', { most })
    case 'too_long':
      return t('join.nameTooLong', { most })
    case 'not_visible':
      return t('join.nameNotVisible')
    case 'reserved':
      return t('people.nameReserved', { name })
    case 'mixed_scripts':
      return t('people.nameMixed')
    default:
      return t('join.nameUnreadable')
  }
}
