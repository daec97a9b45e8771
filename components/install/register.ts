/**
 * Registers the service worker: only in production, where it has a build to belong to, and only where browsers allow
 * one. Everything works without.
 */
export async function register(): Promise<ServiceWorkerRegistration | undefined> {
  if (process.env.NODE_ENV !== 'production' || !window.isSecureContext || !('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
    const registration = await navigator.serviceWorker.getRegistration()
    registration?.active?.postMessage({ language: document.documentElement.lang })
    return registration
  } catch {
    // A private window may forbid it, and the server may be away.
    return undefined
  }
}
