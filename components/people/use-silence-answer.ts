import { useT } from '../language/use-t'
import { retryAfterOf } from '../private/retry-after'
import { useAnswer } from '../private/use-answer'
import { refusalSentence } from '../sentences'

/** Runs the question to mute or block somebody, or to stop it; a "no" is told in words. */
export function useSilenceAnswer() {
  const t = useT()
  return useAnswer((refused) => {
    if (refused.code === 'not_found') return t('people.unknown')
    if (refused.code === 'conflict') return t('people.tooMany')
    return refusalSentence(t, refused.code, retryAfterOf(refused))
  })
}
