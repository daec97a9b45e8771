import { type FocusEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { useT } from '../language/use-t'

type Props = {
  /** Whether the button is in the tab order now. */
  isTabbable: boolean
  children: ReactNode
}

/** A long message: its first twenty lines, with a button that shows all of it and folds it again. */
export function LongBody({ isTabbable, children }: Props) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const held = useRef<{ element: HTMLElement; top: number }>(undefined)

  // The list holds its end in place, so what grows would push the lines that are being read out at the top.
  useLayoutEffect(() => {
    const { element, top } = held.current ?? {}
    held.current = undefined
    const scroller = element?.closest('.scroller')
    if (element && top !== undefined && scroller) scroller.scrollTop += element.getBoundingClientRect().top - top
  })

  function open(next: boolean) {
    const element = next ? body.current : button.current
    held.current = element ? { element, top: element.getBoundingClientRect().top } : undefined
    setIsOpen(next)
  }

  /** What has the focus must be seen. */
  function openForFocus({ target, currentTarget }: FocusEvent) {
    if (!isOpen && target.getBoundingClientRect().bottom > currentTarget.getBoundingClientRect().bottom) open(true)
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears of a link inside that gets the focus */}
      <div ref={body} className="long-body" data-collapsed={isOpen ? undefined : ''} onFocus={openForFocus}>
        {children}
      </div>
      <button
        ref={button}
        type="button"
        className="show-all"
        aria-expanded={isOpen}
        tabIndex={isTabbable ? undefined : -1}
        onClick={() => open(!isOpen)}
      >
        {t(isOpen ? 'markdown.showLess' : 'markdown.showAll')}
      </button>
    </>
  )
}
