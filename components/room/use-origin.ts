import { useSyncExternalStore } from 'react'

const subscribeToNothing = () => () => {}

/**
 * The origin to put into links. The server's own idea stands in its HTML only: after a form Next asks for the next page
 * itself, at localhost, where no phone would find it. The address in the browser is one that works.
 */
export function useOrigin(fromServer: string): string {
  return useSyncExternalStore(
    subscribeToNothing,
    () => location.origin,
    () => fromServer,
  )
}
