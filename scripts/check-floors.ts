// Fails when package-lock.json holds a package below the version that carries its known security fixes, nested copies
// included: those are the ones an update of package.json leaves behind.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './current-build.mjs'

/** The lowest version that may be installed, and why. */
export const FLOORS: Record<string, { version: string; because: string }> = {
  next: { version: '16.4.5', because: 'request forgery through actions and code execution through caches' },
  react: { version: '19.2.6', because: 'CVE-2026-23870' },
  'react-dom': { version: '19.2.6', because: 'CVE-2026-23870' },
  'socket.io': { version: '4.8.4', because: 'its parts below' },
  'socket.io-client': { version: '4.8.4', because: 'its parts below' },
  'engine.io': { version: '6.6.12', because: 'CVE-2026-102599, CVE-2026-59725' },
  'socket.io-parser': { version: '4.2.7', because: 'CVE-2026-69185, CVE-2026-33151' },
  ws: { version: '8.23.0', because: 'floods of fragments and of pings' },
  ioredis: { version: '6.0.0', because: 'an error without a listener ends the process' },
  'next-auth': { version: '4.24.15', because: 'CVE-2026-73418, check cookies mixed up' },
  zod: { version: '4.6.6', because: 'unbounded work on hostile input' },
  sharp: { version: '0.35.5', because: 'flaws in its image decoders' },
  dompurify: { version: '3.4.17', because: 'ways around its sanitizer' },
}

/** `dev`: only the tools of development need it, so neither a server nor a browser ever runs it. */
type Lock = { packages: Record<string, { version?: string; name?: string; dev?: boolean }> }

/** One sentence for every copy below its floor; none when all is well. */
export function findBelowFloor(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([path, { version, name, dev }]) => {
    // An alias is installed under another name and tells its own.
    const floor = FLOORS[name ?? path.split('node_modules/').at(-1) ?? '']
    if (dev === true || path === '' || floor === undefined || version === undefined || !isBelow(version, floor.version))
      return []
    return [`${path} is ${version}; it must be ${floor.version} or newer (${floor.because}).`]
  })
}

/** A pre-release counts as below the release it leads to (Semantic Versioning 2.0.0, 11.3). */
function isBelow(version: string, floor: string): boolean {
  const [release = '', ...preRelease] = version.replace(/\+.*$/, '').split('-')
  const [have, want] = [release, floor].map((text) => text.split('.').map(Number))
  for (const place of [0, 1, 2]) {
    const difference = (have?.[place] ?? 0) - (want?.[place] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return preRelease.length > 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  const problems = findBelowFloor(lock)
  process.stdout.write(
    problems.length === 0 ? 'Version floors: all packages at or above.\n' : `${problems.join('\n')}\n`,
  )
  process.exitCode = problems.length === 0 ? 0 : 1
}
