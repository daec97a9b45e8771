// What the tools of the store share: options, the store that the settings name, and how they end.
import { join, resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { z } from 'zod'
import type { DatabaseAddress } from '#lib/db/open'
import type { Manifest } from '#lib/storage/tally'

const postgresSchema = z.url({ protocol: /^postgres(ql)?$/ })

/** The store of `DATABASE_URL`, else the embedded one in `DATA_DIR`, as the server finds it. */
export function storeOf({ DATABASE_URL, DATA_DIR }: NodeJS.ProcessEnv): DatabaseAddress {
  return DATABASE_URL ? postgresOf(DATABASE_URL, 'DATABASE_URL') : embeddedIn(DATA_DIR || './data')
}

/** @throws Error with a sentence where the text is no address of Postgres */
export function postgresOf(text: string, name: string): DatabaseAddress & { kind: 'postgres' } {
  const parsed = postgresSchema.safeParse(text)
  if (!parsed.success) throw new Error(`${name} must be an address such as postgres://user:password@host:5432/parley.`)
  return { kind: 'postgres', url: parsed.data }
}

export function embeddedIn(folder: string): DatabaseAddress & { kind: 'sqlite' } {
  return { kind: 'sqlite', file: join(resolve(folder), 'parley.db') }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** One line a table. */
export function printManifest(manifest: Manifest): void {
  for (const [table, { rows, hash }] of Object.entries(manifest)) {
    print(`  ${table.padEnd(10)} ${String(rows).padStart(9)} rows   ${hash.slice(0, 16)}`)
  }
}

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>

/** Runs a tool; a sentence on standard error and the exit code 1 where it threw, and the place of a mistake of ours. */
export async function runTool<O extends Options>(
  help: string,
  options: O,
  run: (parsed: Parsed<O>) => Promise<void>,
): Promise<void> {
  try {
    if (process.argv.includes('--help')) return print(help)
    await run(parseArgs<{ options: O; allowPositionals: true }>({ options, allowPositionals: true }))
  } catch (error) {
    process.stderr.write(`${tellError(error)}\n`)
    process.exitCode = 1
  }
}

function tellError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // What Node throws on purpose, as of options that it does not know, has a code and a sentence.
  const isMistake = (error instanceof TypeError || error instanceof ReferenceError) && !('code' in error)
  return isMistake ? (error.stack ?? error.message) : error.message
}
