import type { FormState } from '#lib/shared/form-state'
import { useT } from '../language/use-t'
import { Field } from '../ui/field'
import { fieldSentence } from './field-sentence'

/** The optional title of a new room, out of the way until asked for. */
export function TitleField({ state, initial }: { state: FormState; initial: string }) {
  const t = useT()
  const typed = state.values.title ?? initial
  const problem = state.problems.find(({ field }) => field === 'title')
  return (
    <details open={typed !== '' || problem !== undefined} className="group">
      <summary className="inline-flex min-h-6 items-center gap-2 rounded-sm text-sm font-[620] text-primary-text pointer-coarse:min-h-11">
        <span className="disclosure-mark" aria-hidden="true" />
        {t('join.nameTheRoom')}
      </summary>
      <div className="pbs-2">
        <Field
          label={t('join.title')}
          name="title"
          defaultValue={typed}
          dir="auto"
          autoComplete="off"
          problem={problem ? fieldSentence(t, problem, typed) : null}
        />
      </div>
    </details>
  )
}
