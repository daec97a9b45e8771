// Every "no" in words: what happened and what to do next. The server says codes, people read these.
import type { WaitReason } from '#lib/client/room-state'
import type { RefusalCode } from '#lib/shared/refusal'
import type { Translate } from './language/translate'
import { waitInWords } from './language/wait-in-words'

/** What an offline browser answers in place of a refusal. */
export type AnswerCode = RefusalCode | 'offline'

/** When to try again, in words. */
export function tryAgain(t: Translate, retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined
    ? t('anywhere.againSoon')
    : t('anywhere.againLater', { wait: waitInWords(t, retryAfterMs) })
}

/** The sentence for a refusal, wherever it is met. */
export function refusalSentence(t: Translate, code: AnswerCode, retryAfterMs?: number): string {
  return t(`refusals.${code}`, { again: tryAgain(t, retryAfterMs) })
}

/** Why an own message is still not stored, where more can be said than that the server refused it. */
const REASONS = [
  ...(['offline', 'no_answer', 'expired', 'rate_limited', 'invalid', 'not_found', 'forbidden', 'too_large'] as const),
  ...(['storage_full', 'retry', 'draining', 'internal', 'unauthenticated', 'outdated', 'closed'] as const),
]

/** Why something own is not stored, as a sentence of its own. */
export function unsentReason(t: Translate, reason: WaitReason): string {
  return t(`unsent.${REASONS.find((one) => one === reason) ?? 'refused'}`)
}

/** What stands under a message that is not stored. */
export function unsentSentence(t: Translate, status: 'delayed' | 'failed', reason: WaitReason): string {
  return t(`unsent.${status}`, { why: unsentReason(t, reason) })
}

/** Why the server will not have this connection. A button to reload stands beside it. */
export function connectionSentence(t: Translate, code: RefusalCode): string {
  switch (code) {
    case 'unauthenticated':
      return t('connection.unauthenticated')
    case 'full':
    case 'rate_limited':
      return t('connection.crowded')
    case 'forbidden':
      return t('connection.forbidden')
    case 'outdated':
      return refusalSentence(t, code)
    default:
      return t('connection.orReload', { sentence: refusalSentence(t, code) })
  }
}
