// Every "no" in words: what happened and what to do next. The server says codes, people read these.
import type { WaitReason } from '#lib/client/room-state'
import type { FieldProblem } from '#lib/shared/form-state'
import { SIZES } from '#lib/shared/limits'
import type { RefusalCode } from '#lib/shared/refusal'
import { waitInWords } from './plural'

/** What an offline browser answers in place of a refusal. */
type AnswerCode = RefusalCode | 'offline'

function tryAgain(retryAfterMs: number | undefined): string {
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

/** The sentence for a refusal, wherever it is met. */
export function refusalSentence(code: AnswerCode, retryAfterMs?: number): string {
  return WAITS.has(code) ? `${ANYWHERE[code]} ${tryAgain(retryAfterMs)}` : ANYWHERE[code]
}

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

function isRefusalCode(code: FieldProblem['code']): code is RefusalCode {
  return code in ANYWHERE
}

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
      return 'You were removed from this room.'
    case 'closed':
      return 'This room was closed. Nobody can write here any more.'
    case 'session_ended':
      return 'Your session has ended in this browser. Join again to go on.'
  }
}
