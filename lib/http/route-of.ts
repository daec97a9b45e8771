// Which of our own addresses a request asked for, without what was filled in: a room code opens a room.

const FIXED = new Set([
  ...['/', '/join', '/offline', '/healthz', '/readyz', '/metrics', '/api/ticket'],
  ...['/manifest.webmanifest', '/sw.js', '/favicon.ico', '/icon.svg', '/apple-icon.png', '/icon-unread.svg'],
])
const BELOW: readonly [beginning: string, route: string][] = [
  ['/room/', '/room/[code]'],
  ['/private/', '/private/[id]'],
  ['/api/auth/', '/api/auth/*'],
  ['/_next/', '/_next/*'],
  ['/icons/', '/icons/*'],
  ['/sounds/', '/sounds/*'],
  ['/emoji/', '/emoji/*'],
]
const ASSETS = new Set(['/_next/*', '/icons/*', '/sounds/*', '/emoji/*', '/sw.js', '/favicon.ico', '/icon.svg'])
const WATCHED = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * The route of a path, never the query. Whatever is no route of ours is `[unknown]`: people paste codes and messages into
 * address bars, and scanners ask for anything.
 */
export function routeOf(path: string): string {
  if (FIXED.has(path)) return path
  return BELOW.find(([beginning]) => path.startsWith(beginning))?.[1] ?? '[unknown]'
}

/** Files and watchers, which would bury the rest. */
export function isRoutine(route: string): boolean {
  return ASSETS.has(route) || WATCHED.has(route)
}
