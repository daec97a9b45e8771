import { useLayoutEffect, useRef } from 'react'
import type { Message } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { Announcer } from '../ui/announcer'
import { RowActions } from './row-actions'

const GAP_PX = 4

type Props = { message: Message; isOwn: boolean; closeThen: (act: () => void) => void; onClose: () => void }

/** The menu of a message, beside the button that opened it: a dialog, so that Esc or a press elsewhere only closes it. */
export function RowMenu({ message, isOwn, closeThen, onClose }: Props) {
  const t = useT()
  const ref = useRef<HTMLDialogElement>(null)

  useLayoutEffect(() => {
    const dialog = ref.current
    const opener = document.activeElement
    if (!dialog || !(opener instanceof HTMLElement)) return
    dialog.showModal()
    place(dialog, opener.getBoundingClientRect())
    dialog.querySelector('button')?.focus()
    return () => {
      dialog.close()
      if (opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click only serves the backdrop; the keyboard has Esc.
    <dialog
      ref={ref}
      className="row-menu"
      aria-label={t('row.actions')}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClose={() => {
        // Some browsers close on a second Esc whatever we say.
        if (!ref.current?.open) onClose()
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose()
      }}
    >
      <RowActions message={message} isOwn={isOwn} closeThen={closeThen} />
      <Announcer />
    </dialog>
  )
}

/** Below the button, or above it where there is no room, and at the side of it that keeps it on the screen. */
function place(menu: HTMLElement, button: DOMRect) {
  const { width, height } = menu.getBoundingClientRect()
  const below = button.bottom + GAP_PX
  const top = below + height <= innerHeight ? below : Math.max(GAP_PX, button.top - GAP_PX - height)
  const isFromRight = getComputedStyle(menu).direction === 'ltr'
  const left = isFromRight ? button.right - width : button.left
  menu.style.top = `${top}px`
  menu.style.left = `${Math.min(Math.max(GAP_PX, left), innerWidth - width - GAP_PX)}px`
}
