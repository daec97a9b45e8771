import { type RefObject, useEffect, useLayoutEffect } from 'react'
import { isId, type MessageId } from '#lib/shared/ids'
import type { HeldPosition } from './use-held-position'

/** The message that the address names, as in "?m=…". */
export function askedMessage(): MessageId | undefined {
  const asked = new URLSearchParams(location.search).get('m')
  return asked !== null && isId(asked) ? (asked as MessageId) : undefined
}

/** The reader has gone on: a reload must not lead back to that message. */
export function forgetAskedMessage(): void {
  if (askedMessage() !== undefined) history.replaceState(history.state, '', location.pathname)
}

type Options = {
  scroller: RefObject<HTMLElement | null>
  held: HeldPosition
  jumpTo: (id: MessageId) => Promise<void>
}

/**
 * Where the list stands when it comes on the screen: at the unread divider if there is one, else at the end; at the
 * message that the address names, whatever else. The server's page has done so before the first paint already. [E1]
 */
export function useOpeningPlace({ scroller, held, jumpTo }: Options): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the list comes on the screen.
  useLayoutEffect(() => {
    const box = scroller.current
    const divider = box?.querySelector('[data-divider]')
    if (box && divider && box.scrollTop === 0) held.bringTo(divider, 'nearTop')
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the list comes on the screen.
  useEffect(() => {
    const asked = askedMessage()
    if (asked !== undefined) void jumpTo(asked)
  }, [])
}
