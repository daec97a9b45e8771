// The session secret: from the settings, else made once and kept beside the data.
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The secret that signs sessions. Without one in the settings it stands in `dataDir`, readable by the owner only; two
 * processes that start together end up with the same one.
 */
export async function loadSecret({
  authSecret,
  dataDir,
}: {
  authSecret: string | undefined
  dataDir: string
}): Promise<string> {
  if (authSecret !== undefined) return authSecret
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'auth-secret')
  const own = join(dataDir, `.auth-secret-${process.pid}-${randomBytes(4).toString('hex')}`)
  await writeFile(own, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  // A link appears whole or not at all, and only for the first who asks: nobody reads half a secret.
  const unlinked = await link(own, file).catch((reason: unknown) => reason)
  await rm(own)
  const secret = (await readFile(file, 'utf8').catch(cannotKeep(file, unlinked))).trim()
  if (secret.length < 32)
    throw new Error(`The secret in ${file} is too short. Remove the file; the next start makes a new one.`)
  return secret
}

/** A disk without hard links says so at the link, and at the reading only that there is no such file: both are told. */
function cannotKeep(file: string, unlinked: unknown): (unread: unknown) => never {
  return (unread) => {
    throw new AggregateError([unlinked, unread], `The secret can be neither kept in ${file} nor read from it.`)
  }
}
