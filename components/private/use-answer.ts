import { useState } from 'react'
import type { InviteAnswer } from '#lib/client/invites-state'

/** Runs one question to the server at a time. `refusal` is the last "no", until the next try. */
export function useAnswer(sentenceOf: (answer: Exclude<InviteAnswer, { ok: true }>) => string) {
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  async function run(ask: () => Promise<InviteAnswer>): Promise<boolean> {
    setIsPending(true)
    setRefusal(undefined)
    const answer = await ask()
    setIsPending(false)
    if (answer.ok) return true
    setRefusal(sentenceOf(answer))
    return false
  }
  return { isPending, refusal, run }
}
