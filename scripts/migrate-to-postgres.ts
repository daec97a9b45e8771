// `npm run migrate:to-postgres`: the embedded store moves to Postgres, once.

import { moveToPostgres } from '#lib/storage/move-to-postgres'
import { nameOf } from '#lib/storage/open-store'
import { embeddedIn, postgresOf, print, printManifest, runTool } from './tool'

const HELP = `Usage: npm run migrate:to-postgres -- [--from FOLDER] [--to postgres://…]

Copies the embedded database into an empty Postgres database and compares the two. Stop Parley first. The embedded
database stays as it is; afterwards start Parley with DATABASE_URL.

  --from FOLDER   where the embedded database lies, instead of DATA_DIR
  --to ADDRESS    the Postgres database, instead of DATABASE_URL
`

await runTool(HELP, { from: { type: 'string' }, to: { type: 'string' } }, async ({ values }) => {
  const from = embeddedIn(values.from ?? (process.env.DATA_DIR || './data'))
  const to = postgresOf(values.to ?? process.env.DATABASE_URL ?? '', values.to === undefined ? 'DATABASE_URL' : '--to')
  printManifest(await moveToPostgres(from.file, to))
  print(`Copied ${from.file} to ${nameOf(to)}, and compared. Start Parley with DATABASE_URL from now on.`)
})
