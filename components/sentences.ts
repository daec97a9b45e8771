// Every "no" in words: what happened and what to do next. The server says codes, people read these.
import type { WaitReason } from '#lib/client/room-state'
import type { RefusalCode } from '#lib/shared/refusal'
import { waitInWords } from './plural'

/** What an offline browser answers in place of a refusal. */
export type AnswerCode = RefusalCode | 'offline'

/** When to try again, in words. */
export function tryAgain(retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined ? 'Try again in a moment.' : `Try again in ${waitInWords(retryAfterMs)}.`
}

/** Sentences that hold wherever a refusal is met. */
const ANYWHERE: Record<AnswerCode, string> = {
  invalid: 'That could not be read. Reload the page and try again.',
  unauthenticated: 'Your session has ended. Join again to go on.',
  not_found: "This room doesn't exist or was closed. Check the code and try again.",
  forbidden: "You can't do that here.",
  conflict: 'Something changed in the meantime. Reload the page and try again.',
  name_taken: 'Someone here already has that name. Choose another one.',
  name_lookalike: 'That name looks like the name of someone here. Choose another one.',
  rate_limited: 'That was too often.',
  too_large: 'That is too long. Make it shorter and try again.',
  retry: 'The server is busy.',
  storage_full: 'The server has no room left to store this. Tell whoever runs it, and try again later.',
  draining: 'The server is restarting.',
  outdated: 'A newer version of Parley is running. Reload the page to go on.',
  full: 'This room is full. Try again later.',
  closed: 'This room was closed. Ask for a new code.',
  banned: "You can't join this room. Use another code or go to the lobby.",
  internal: 'Something went wrong on our side.',
  offline: "You're offline. Try again when you're back.",
}

const WAITS: ReadonlySet<AnswerCode> = new Set(['rate_limited', 'retry', 'draining', 'internal'])

export function isRefusalCode(code: string): code is AnswerCode {
  return code in ANYWHERE
}

/** The sentence for a refusal, wherever it is met. */
export function refusalSentence(code: AnswerCode, retryAfterMs?: number): string {
  return WAITS.has(code) ? `${ANYWHERE[code]} ${tryAgain(retryAfterMs)}` : ANYWHERE[code]
}

/** Why an own message is still not stored, short enough to stand under it. */
const WAITING: Partial<Record<WaitReason, string>> = {
  offline: "You're offline.",
  no_answer: 'The server has not answered.',
  rate_limited: 'You sent many messages at once.',
  invalid: 'The server could not read it.',
  not_found: 'This room is gone.',
  forbidden: "You can't write here.",
  too_large: 'It is too long.',
  storage_full: 'The server has no room left.',
  retry: 'The server is busy.',
  draining: 'The server is restarting.',
  internal: 'Something went wrong on our side.',
  unauthenticated: 'Your session has ended.',
  outdated: 'Reload the page first.',
  closed: 'This room was closed.',
}

/** What stands under a message that is not stored. */
export function unsentSentence(status: 'delayed' | 'failed', reason: WaitReason): string {
  const why = WAITING[reason] ?? 'The server refused it.'
  return status === 'failed' ? `Not sent. ${why}` : `Not sent yet. ${why}`
}

/** Why the server will not have this connection. A button to reload stands beside it. */
export function connectionSentence(code: RefusalCode): string {
  switch (code) {
    case 'unauthenticated':
      return 'Your session has ended. Reload the page to join again.'
    case 'full':
    case 'rate_limited':
      return 'Too many windows are open from here. Close some, then reload the page.'
    case 'forbidden':
      return 'This address may not talk to the server. Open Parley at its own address, then reload the page.'
    default:
      return code === 'outdated' ? refusalSentence(code) : `${refusalSentence(code)} Or reload the page.`
  }
}

/** Why this person can no longer be in the room. */
export function endedSentence(ended: 'left' | 'removed' | 'closed' | 'session_ended'): string {
  switch (ended) {
    case 'left':
      return 'You left this room. Enter its code to come back.'
    case 'removed':
      return 'A host removed you from this room. You can enter another one.'
    case 'closed':
      return 'Nobody can write here any more. Ask for a new code, or create a room.'
    case 'session_ended':
      return 'Your session has ended in this browser. Join again to go on.'
  }
}
