import { useEffect } from 'react'
import { readPreferences } from '#lib/client/preferences'
import { useDeeds } from '../room/deeds'
import type { OpenDialog } from '../room/open-dialog'

/** Where a key has a meaning of its own: fields, menus with their own search by letter, dialogs. */
const TAKEN = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=grid], dialog, [popover]'

/** The shortcuts of the room. Esc, F6 and the arrows of the list stand with what they move. [E73] [E74] [E79] [E80] */
export function useShortcuts(): void {
  const deeds = useDeeds()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return
      const dialog = dialogFor(event)
      if (dialog) {
        event.preventDefault()
        deeds.open(dialog)
      } else if (isTyping(event)) {
        // The key itself then goes to where the focus is.
        document.getElementById('composer')?.focus()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [deeds])
}

function dialogFor(event: KeyboardEvent): OpenDialog | undefined {
  const { key, shiftKey, altKey } = event
  if (altKey) return undefined
  if (event.ctrlKey || event.metaKey) {
    // On some keyboards the slash itself needs Shift.
    if (key === '/') return { kind: 'shortcuts' }
    if (key.toLowerCase() === 'k' && !shiftKey) return { kind: 'switch' }
    return key.toLowerCase() === 'f' && shiftKey ? { kind: 'search' } : undefined
  }
  if (!isInList(event.target) || readPreferences().letterKeys === 'off') return undefined
  if (key === '?') return { kind: 'shortcuts' }
  return key === '/' ? { kind: 'search' } : undefined
}

/** A key that writes something, pressed where nothing else waits for it. Space presses buttons and scrolls. */
function isTyping({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if ([...key].length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return false
  return target instanceof Element && !target.closest(TAKEN) && !isInList(target)
}

function isInList(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=log]') !== null
}
