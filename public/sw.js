// The service worker: shows a page of our own when the server cannot be reached, and keeps the files that never change.
// It never keeps a room, an answer of the API or anything of the socket: what people write is not left in a browser.
// The server puts the name of the build in, so that each build is another worker (lib/http/service-worker.ts).

const SHELL = 'parley-shell-__BUILD__'
const OFFLINE = '/offline'
const ICONS = ['/icons/icon-192.png', '/icons/icon-512.png', '/icons/icon-maskable-512.png']
/** Files with their content's digest in their name. */
const UNCHANGING = '/_next/static/'

self.addEventListener('install', (event) => {
  // No skipWaiting: a new version waits until a person asks for it (components/install/update-offer.tsx).
  event.waitUntil(keepShell())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name)
      // The page is asked for while the worker still wakes up.
      await self.registration.navigationPreload?.enable()
    })(),
  )
})

self.addEventListener('message', ({ data }) => {
  if (data === 'activate') void self.skipWaiting()
  // The offline page speaks the language that was last seen.
  if (typeof data?.language === 'string') void keepOfflineIn(data.language)
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(navigate(event))
  else if (pathname.startsWith(UNCHANGING) || ICONS.includes(pathname)) event.respondWith(fromShell(request))
})

async function keepShell() {
  const shell = await caches.open(SHELL)
  await Promise.all([shell.addAll(ICONS), keepOffline(shell)])
}

/** Keeps the offline page with every file that it names: styles, fonts, scripts. Its nonce is kept with its policy. */
async function keepOffline(shell) {
  const page = await fetch(OFFLINE, { cache: 'reload' })
  if (!page.ok) throw new Error(`The offline page answered ${page.status}.`)
  const html = await page.clone().text()
  const files = new Set(html.match(/\/_next\/static\/[\w./~%-]+/g))
  await Promise.all([...files].map((file) => fromShell(new Request(file))))
  await shell.put(OFFLINE, page)
}

async function keepOfflineIn(language) {
  const shell = await caches.open(SHELL)
  const kept = await shell.match(OFFLINE)
  if (kept && !(await kept.text()).includes(`<html lang="${language}"`)) await keepOffline(shell).catch(() => {})
}

async function fromShell(request) {
  const shell = await caches.open(SHELL)
  const kept = await shell.match(request.url)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.status === 200) await shell.put(request.url, answer.clone())
  return answer
}

async function navigate(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    const shell = await caches.open(SHELL)
    return (await shell.match(OFFLINE)) ?? Response.error()
  }
}
