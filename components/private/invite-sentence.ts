import { waitInWords } from '../plural'
import { type AnswerCode, refusalSentence, tryAgain } from '../sentences'

/** Why an invite to a private chat was refused. */
export function inviteSentence(code: AnswerCode, name: string, retryAfterMs?: number): string {
  switch (code) {
    case 'conflict':
      return retryAfterMs === undefined
        ? `You already invited ${name}. You can ask again tomorrow.`
        : `You already invited ${name}. You can ask again in ${waitInWords(retryAfterMs)}.`
    case 'rate_limited':
      return `You sent many invites. ${tryAgain(retryAfterMs)}`
    case 'not_found':
      return `${name} is not here any more.`
    case 'forbidden':
      return `You can't invite ${name} to a private chat.`
    case 'full':
      return `${name} has many invites waiting. Try again later.`
    default:
      return refusalSentence(code, retryAfterMs)
  }
}
