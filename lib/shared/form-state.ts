// What a server action answers a form with when it refuses. It crosses from server to browser: plain data only.
import type { RefusalCode } from './refusal'

/** Why one field was refused. `code` is a refusal code or the parser's own word; the sentence is the form's. */
export type FieldProblem = {
  /** `form` when no single field is to blame. */
  field: 'name' | 'code' | 'title' | 'form'
  code: RefusalCode | 'empty' | 'too_long' | 'not_visible' | 'unreadable' | 'malformed' | 'reserved' | 'mixed_scripts'
  /** A name that is free. */
  suggestion?: string
  /** When to try again, milliseconds from the answer. */
  retryAfterMs?: number
}

/** `values` are what the person typed, so that nothing is lost; `attempt` counts up so that focus can follow. */
export type FormState = { attempt: number; values: Record<string, string>; problems: FieldProblem[] }

export const EMPTY_FORM: FormState = { attempt: 0, values: {}, problems: [] }

/** A server action as a form sees it. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>
