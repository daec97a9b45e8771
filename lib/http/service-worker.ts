// Serves the service worker with the name of this build in it: browsers look for a new version by comparing its bytes.
import { existsSync, readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'

export const SERVICE_WORKER_PATH = '/sw.js'

/** Both are read once, at the start, from the folder that the server runs in. */
const SOURCE = 'public/sw.js'
const BUILD_ID = '.next/BUILD_ID'

export function createServiceWorker(): RequestListener {
  const build = existsSync(BUILD_ID) ? readFileSync(BUILD_ID, 'utf8').trim() : 'none'
  const script = existsSync(SOURCE) ? readFileSync(SOURCE, 'utf8').replace('__BUILD__', build) : undefined
  return (_, response) => {
    response.writeHead(script === undefined ? 404 : 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      // Kept by a cache on the way, an old version would hold a browser back.
      'Cache-Control': 'no-cache',
    })
    response.end(script)
  }
}
