import { register } from './register'

/** Between looks for a new version in a page that stays open. Milliseconds. */
const EVERY = 60 * 60_000
/** Looks come no closer than this, however often a tab is shown. Milliseconds. */
const NO_CLOSER = 60_000

export type Updates = {
  /** A moment at which there may be a new version: the server was away and is back. */
  look(): void
  stop(): void
}

/** Registers the service worker and calls `onWaiting` when a new version of it waits to take over. */
export function watchUpdates(onWaiting: (worker: ServiceWorker) => void): Updates {
  let registration: ServiceWorkerRegistration | undefined
  let hasStopped = false
  let looked = Date.now()

  /** The very first worker waits for nobody and is no update. */
  function tell(worker: ServiceWorker | null): void {
    if (worker?.state === 'installed' && registration?.active && !hasStopped) onWaiting(worker)
  }

  function follow(): void {
    const worker = registration?.installing
    worker?.addEventListener('statechange', () => tell(worker))
  }

  function look(): void {
    looked = Date.now()
    // The server may be away again.
    registration?.update().catch(() => {})
  }

  function lookIfShown(): void {
    if (document.visibilityState === 'visible' && Date.now() - looked > NO_CLOSER) look()
  }

  void register().then((found) => {
    if (!found || hasStopped) return
    registration = found
    tell(found.waiting)
    follow()
    found.addEventListener('updatefound', follow)
  })
  const timer = setInterval(look, EVERY)
  document.addEventListener('visibilitychange', lookIfShown)

  return {
    look,
    stop() {
      hasStopped = true
      clearInterval(timer)
      registration?.removeEventListener('updatefound', follow)
      document.removeEventListener('visibilitychange', lookIfShown)
    },
  }
}
