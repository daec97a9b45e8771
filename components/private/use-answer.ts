import { useState } from 'react'
import type { InviteAnswer } from '#lib/client/invites-state'
import type { Answer } from '#lib/client/line'

type No = Exclude<InviteAnswer, { ok: true }>

/** Runs one question to the server at a time. `refusal` is the last "no", until the next try. */
export function useAnswer(sentenceOf: (answer: No) => string) {
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  async function run(ask: () => Promise<InviteAnswer | Answer<unknown>>): Promise<boolean> {
    setIsPending(true)
    setRefusal(undefined)
    const answer = await ask()
    setIsPending(false)
    if (answer.ok) return true
    setRefusal(sentenceOf(withoutSilence(answer)))
    return false
  }
  return { isPending, refusal, run }
}

/** A server that does not answer is told of like one that cannot be reached. */
function withoutSilence(answer: Exclude<Answer<unknown>, { ok: true }>): No {
  if (answer.code === 'offline' || answer.code === 'no_answer') return { ok: false, code: 'offline' }
  return { ...answer, code: answer.code }
}
