// `npm run backup`: a verified copy of the store, while the server goes on.
import { join, resolve } from 'node:path'
import { backUp } from '#lib/storage/back-up'
import { nameOf } from '#lib/storage/open-store'
import { print, printManifest, runTool, storeOf } from './tool'

const HELP = `Usage: npm run backup -- [--to FILE]

Copies the database that DATABASE_URL or DATA_DIR names into one file, while Parley runs, and compares the two.

  --to FILE   where to, instead of DATA_DIR/backups/parley-TIME.db
`

await runTool(HELP, { to: { type: 'string' } }, async ({ values }) => {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const file = resolve(values.to ?? join(process.env.DATA_DIR || './data', 'backups', `parley-${stamp}.db`))
  const from = storeOf(process.env)
  printManifest(await backUp(from, file))
  print(`Backed up ${nameOf(from)} to ${file}, and compared.`)
})
