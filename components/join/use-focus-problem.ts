import { type RefObject, useEffect } from 'react'
import type { FormState } from '#lib/shared/form-state'

/** After a refusal the focus goes to the first refused field, or to the form's own sentence. */
export function useFocusProblem(form: RefObject<HTMLFormElement | null>, state: FormState): void {
  useEffect(() => {
    if (state.problems.length === 0) return
    const target = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-form-problem]')
    target?.focus()
  }, [form, state])
}
