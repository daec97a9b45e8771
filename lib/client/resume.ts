// The moments at which a connection may have died unnoticed: the network came back, the page was shown or thawed, the
// machine slept.

const CHECK_EVERY = 5_000
const SLEPT_AFTER = 5_000

/** Calls `onResume` at each of them. @returns stop */
export function watchResume(onResume: () => void): () => void {
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') onResume()
  }
  let last = Date.now()
  const timer = setInterval(() => {
    const late = Date.now() - last - CHECK_EVERY
    last = Date.now()
    if (late > SLEPT_AFTER) onResume()
  }, CHECK_EVERY)
  window.addEventListener('online', onResume)
  window.addEventListener('pageshow', onResume)
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', onResume)
    window.removeEventListener('pageshow', onResume)
    document.removeEventListener('visibilitychange', onVisible)
  }
}
