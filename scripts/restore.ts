// `npm run restore`: a backup becomes the store, and every client starts over.
import { resolve } from 'node:path'
import { markRestored } from '#lib/storage/mark-restored'
import { nameOf } from '#lib/storage/open-store'
import { restore } from '#lib/storage/restore'
import { print, printManifest, runTool, storeOf } from './tool'

const HELP = `Usage: npm run restore -- FILE [--force]
       npm run restore -- --restored-elsewhere

Puts a backup in place as the database that DATABASE_URL or DATA_DIR names. Stop Parley on every node first.

  --force                replace a database that has people in it; an embedded one is kept beside
  --restored-elsewhere   only tell all clients to start over, after the database was set back by other means,
                         such as a snapshot of the disk or the point-in-time recovery of Postgres
`

const OPTIONS = { force: { type: 'boolean' }, 'restored-elsewhere': { type: 'boolean' } } as const

await runTool(HELP, OPTIONS, async ({ values, positionals }) => {
  const to = storeOf(process.env)
  if (values['restored-elsewhere']) {
    await markRestored(to)
    return print(`${nameOf(to)} is marked as restored: every client starts over.`)
  }
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error(HELP)
  const { manifest, keptAs } = await restore({
    file: resolve(file),
    to,
    force: values.force === true,
    now: new Date(),
  })
  printManifest(manifest)
  if (keptAs) print(`The database that stood there is kept as ${keptAs}.`)
  print(`Restored ${file} to ${nameOf(to)}, and compared. Every client starts over.`)
})
