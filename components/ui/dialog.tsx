import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useT } from '../language/use-t'
import { Announcer } from './announcer'
import { Icon } from './icon'
import { IconButton } from './icon-button'
import { useBackCloses } from './use-back-closes'

// Where the focus goes when the opener is gone with the dialog it stood in.
let lastOpener: HTMLElement | undefined

function findOpener(): HTMLElement | undefined {
  const active = document.activeElement
  if (!(active instanceof HTMLElement) || active === document.body) return lastOpener
  if (!active.closest('dialog')) lastOpener = active
  return active
}

type Props = {
  title: string
  onClose: () => void
  children: ReactNode
}

/**
 * A modal dialog on desktop, a sheet on the phone: the browser's own `<dialog>`, so the rest of the page is inert, Esc
 * and the phone's back button close it and the focus returns to the opener. Mount it to open it. The focus goes to the
 * descendant marked `data-first-focus`, else to the heading.
 */
export function Dialog({ title, onClose, children }: Props) {
  const t = useT()
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useBackCloses(onClose)

  useEffect(() => {
    const dialog = ref.current
    const opener = findOpener()
    if (!dialog) return
    dialog.showModal()
    const first = dialog.querySelector<HTMLElement>('[data-first-focus]') ?? dialog.querySelector<HTMLElement>('h2')
    first?.focus()
    return () => {
      dialog.close()
      const target = opener?.isConnected ? opener : lastOpener
      if (target?.isConnected) target.focus()
    }
  }, [])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click only serves the backdrop; the keyboard has Esc.
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
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
      <div className="grid gap-4 px-5 pbs-3 pbe-5">
        <div className="flex items-center gap-3">
          <h2
            id={titleId}
            tabIndex={-1}
            className="grow font-display text-lg/tight font-bold tracking-tight outline-none"
          >
            {title}
          </h2>
          <IconButton label={t('anywhere.close')} onClick={onClose} className="-me-2">
            <Icon name="close" />
          </IconButton>
        </div>
        {children}
      </div>
      <Announcer />
    </dialog>
  )
}
