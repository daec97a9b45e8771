import type { FormState } from '#lib/shared/form-state'
import { useT } from '../language/use-t'
import { fieldSentence } from './field-sentence'

/** What is wrong when no single field is to blame. */
export function FormProblem({ state }: { state: FormState }) {
  const t = useT()
  const problem = state.problems.find(({ field }) => field === 'form')
  if (!problem) return null
  return (
    <p role="alert" tabIndex={-1} data-form-problem="" className="rounded-md bg-danger-soft p-3 text-danger-text">
      {fieldSentence(t, problem, '')}
    </p>
  )
}
