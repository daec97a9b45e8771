import type { Translate } from '../language/translate'
import { waitInWords } from '../language/wait-in-words'
import { type AnswerCode, refusalSentence, tryAgain } from '../sentences'

/** Why an invite to a private chat was refused. */
export function inviteSentence(t: Translate, code: AnswerCode, name: string, retryAfterMs?: number): string {
  switch (code) {
    case 'conflict':
      return retryAfterMs === undefined
        ? t('privateChat.againTomorrow', { name })
        : t('privateChat.againLater', { name, wait: waitInWords(t, retryAfterMs) })
    case 'rate_limited':
      return t('privateChat.tooMany', { again: tryAgain(t, retryAfterMs) })
    case 'not_found':
      return t('privateChat.notHere', { name })
    case 'forbidden':
      return t('privateChat.forbidden', { name })
    case 'full':
      return t('privateChat.full', { name })
    default:
      return refusalSentence(t, code, retryAfterMs)
  }
}
