// What a run of the matrix was asked for. A row that there is not, or a number that is none, would be a run of nothing that
// looks green.
import type { ParseArgsConfig } from 'node:util'
import { z } from 'zod'
import { PRODUCT_MUTANTS, type ProductMutant } from './product-mutants'
import { ROWS } from './rows/all-rows'
import type { Planned } from './run-matrix'
import type { StoreKind } from './stores'

export const OPTIONS = {
  row: { type: 'string', multiple: true },
  seed: { type: 'string' },
  seeds: { type: 'string', default: '20' },
  store: { type: 'string' },
  minutes: { type: 'string', default: '1' },
  jobs: { type: 'string', default: '1' },
  mutants: { type: 'boolean', default: false },
  mutant: { type: 'string' },
  keep: { type: 'boolean', default: false },
  smoke: { type: 'boolean', default: false },
  report: { type: 'string' },
} as const satisfies ParseArgsConfig['options']

export type Asked = {
  planned: Planned[]
  mutants: readonly ProductMutant[]
  /** Whether only mutants run, and no row. */
  isMutantOnly: boolean
  soakMs: number
  jobs: number
  keepsAll: boolean
  /** The file of the report, as it was written. */
  report: string | undefined
}

/** One seed each: what every run of the tests can afford. */
const SMOKE: readonly { id: string; storeKind: StoreKind }[] = [
  ...['F1', 'F8', 'F12'].map((id) => ({ id, storeKind: 'sqlite' as const })),
  ...['F4', 'F5', 'F7', 'F17', 'F23'].map((id) => ({ id, storeKind: 'postgres' as const })),
]
const SMOKE_MUTANTS = ['acknowledges before the commit', 'goes on telling who has left']

const whole = (name: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, `--${name} must be a whole number from 1 to 99999.`)
    .transform(Number)

const rowIds = ROWS.map(({ id }) => id)

const valuesSchema = z.object({
  row: z.array(z.enum(rowIds, `--row must be one of ${rowIds.join(', ')}.`)).optional(),
  seed: whole('seed').optional(),
  seeds: whole('seeds'),
  store: z.enum(['sqlite', 'postgres'], '--store must be sqlite or postgres.').optional(),
  minutes: z.coerce.number('--minutes must be a number.').positive('--minutes must be more than 0.'),
  jobs: whole('jobs'),
  mutants: z.boolean(),
  mutant: z.string().optional(),
  keep: z.boolean(),
  smoke: z.boolean(),
  report: z.string().min(1, '--report must name a file.').optional(),
})

type Values = z.output<typeof valuesSchema>

/**
 * @param given as `parseArgs` reads them by `OPTIONS`
 * @throws Error with a sentence
 */
export function parseAsked(given: unknown): Asked {
  const parsed = valuesSchema.safeParse(given)
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join(' '))
  const values = parsed.data
  const planned = values.smoke ? planSmoke() : plan(values)
  if (planned.length === 0) throw new Error(`No row that was asked for runs on ${values.store}.`)
  return {
    planned,
    mutants: mutantsOf(values),
    isMutantOnly: values.mutant !== undefined,
    soakMs: values.minutes * 60_000,
    jobs: values.jobs,
    keepsAll: values.keep,
    report: values.report,
  }
}

function plan({ row: ids, seed, seeds: count, store }: Values): Planned[] {
  const seeds = seed === undefined ? Array.from({ length: count }, (_, at) => at + 1) : [seed]
  const wanted = ROWS.filter(({ id, isByHand }) => ids?.includes(id) ?? !isByHand)
  return wanted.flatMap((row) =>
    row.stores
      .filter((storeKind) => store === undefined || store === storeKind)
      .map((storeKind) => ({ row, storeKind, seeds: row.seeds === undefined ? seeds : seeds.slice(0, row.seeds) })),
  )
}

function planSmoke(): Planned[] {
  return SMOKE.flatMap(({ id, storeKind }) =>
    ROWS.filter((row) => row.id === id).map((row) => ({ row, storeKind, seeds: [1] })),
  )
}

function mutantsOf({ mutants, mutant, smoke }: Values): readonly ProductMutant[] {
  if (smoke) return PRODUCT_MUTANTS.filter(({ name }) => SMOKE_MUTANTS.includes(name))
  if (mutant === undefined) return mutants ? PRODUCT_MUTANTS : []
  const named = PRODUCT_MUTANTS.filter(({ name }) => name.includes(mutant))
  if (named.length === 0) {
    throw new Error(
      `There is no broken product with these words: ${PRODUCT_MUTANTS.map(({ name }) => name).join('; ')}.`,
    )
  }
  return named
}
