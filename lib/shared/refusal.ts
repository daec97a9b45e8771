// A refusal is an expected "no": a code, never a sentence. Sentences live in the user interface.

export const REFUSAL_CODES = [
  'invalid',
  'unauthenticated',
  'not_found',
  'forbidden',
  'conflict',
  'name_taken',
  'name_lookalike',
  'rate_limited',
  'too_large',
  'retry',
  'storage_full',
  'draining',
  'outdated',
  'full',
  'closed',
  'banned',
  'internal',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** What a refusal may tell besides its code. `fields` maps a payload field to the reason it was refused. */
export type RefusalDetail = { retryAfterMs?: number; fields?: Record<string, string> }

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: RefusalDetail
  override readonly name = 'Refusal'

  constructor(code: RefusalCode, detail: RefusalDetail = {}, options: ErrorOptions = {}) {
    super(code, options)
    this.code = code
    this.detail = detail
  }
}

/** True for any copy of the class: the server's bundle and Next's each load their own, so `instanceof` would lie. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal' && 'code' in error
}

/** Codes that settle a command for good; after any other one the same command may still succeed. */
export function isFinalRefusal(code: RefusalCode): boolean {
  return !['rate_limited', 'retry', 'storage_full', 'draining', 'internal', 'unauthenticated', 'outdated'].includes(
    code,
  )
}
