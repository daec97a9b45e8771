import type { InviteAnswer } from '#lib/client/invites-state'

/** When a refused invite may be tried again, if the server said so. Milliseconds. */
export function retryAfterOf(answer: Exclude<InviteAnswer, { ok: true }>): number | undefined {
  return 'retryAfterMs' in answer ? answer.retryAfterMs : undefined
}
