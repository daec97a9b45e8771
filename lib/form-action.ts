// The one edge of server actions: parse, run, and turn a refusal into what a form can show.
import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import { services } from './services'
import type { FieldProblem, FormState } from './shared/form-state'
import { isRefusal, type Refusal } from './shared/refusal'

const FIELDS = ['name', 'code', 'title'] as const
const PARSE_PROBLEMS = ['empty', 'too_long', 'not_visible', 'unreadable', 'malformed'] as const

const NAME_FAULTS = ['reserved', 'mixed_scripts'] as const

type Run<T> = (input: T, address: string) => Promise<{ redirectTo: string }>

/** Answers a form: redirects where `run` says, or gives the form its values back with every problem by field. */
export async function formAction<T>(
  schema: z.ZodType<T>,
  state: FormState,
  form: FormData,
  run: Run<T>,
): Promise<FormState> {
  const values = readValues(form)
  const refuse = (problems: FieldProblem[]): FormState => ({ attempt: attemptOf(state) + 1, values, problems })
  const parsed = schema.safeParse(values)
  if (!parsed.success) return refuse(parsed.error.issues.map(toProblem))
  let target: string
  try {
    const address = services().addressOf(await headers())
    target = (await run(parsed.data, address)).redirectTo
  } catch (error) {
    if (isRefusal(error)) return refuse([refusedField(error)])
    services().log.error({ err: error }, 'action failed')
    return refuse([{ field: 'form', code: 'internal' }])
  }
  redirect(target)
}

/** Only the known fields, only as text: whatever else was posted is not looked at. */
function readValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {}
  for (const field of FIELDS) {
    const value = form.get(field)
    if (typeof value === 'string') values[field] = value
  }
  return values
}

/** The state comes back from the browser, which may have made it up. */
function attemptOf(state: FormState): number {
  const attempt: unknown = state?.attempt
  return typeof attempt === 'number' && Number.isSafeInteger(attempt) ? attempt : 0
}

function toProblem({ path, message }: z.core.$ZodIssue): FieldProblem {
  const field = FIELDS.find((known) => known === path[0]) ?? 'form'
  return { field, code: PARSE_PROBLEMS.find((known) => known === message) ?? 'too_long' }
}

function refusedField({ code, detail }: Refusal): FieldProblem {
  const field = FIELDS.find((known) => Object.hasOwn(detail.fields ?? {}, known))
  const wait = detail.retryAfterMs === undefined ? {} : { retryAfterMs: detail.retryAfterMs }
  const said = detail.fields?.name
  if (code === 'name_taken' || code === 'name_lookalike')
    return { field: 'name', code, ...(said === undefined ? {} : { suggestion: said }) }
  const fault = NAME_FAULTS.find((known) => known === said)
  if (code === 'invalid' && fault) return { field: 'name', code: fault }
  return { field: field ?? 'form', code, ...wait }
}
