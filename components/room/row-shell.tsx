import {
  type FocusEvent,
  type HTMLAttributes,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'

/** How long a finger rests on a row until its sheet opens, and how far it may stray meanwhile: milliseconds, pixels. */
const PRESS_MS = 500
const STRAY_PX = 10

type Props = Omit<HTMLAttributes<HTMLLIElement>, 'onPointerMove'> & {
  /** Drawn only while a mouse is over the row or the focus is in it: of three hundred rows one has it. */
  toolbar: ReactNode
  /** A finger rested on the row. */
  onLongPress: (() => void) | undefined
}

/** The row itself as mouse, finger and keyboard meet it. */
export function RowShell({ toolbar, onLongPress, children, ...rest }: Props) {
  const [isOver, setIsOver] = useState(false)
  const [isWithin, setIsWithin] = useState(false)
  const hasOpened = useRef(false)
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined)

  function release() {
    clearTimeout(press.current?.timer)
    press.current = undefined
  }
  useEffect(() => () => clearTimeout(press.current?.timer), [])

  function onPointerDown({
    pointerType,
    isPrimary,
    target,
    currentTarget,
    clientX,
    clientY,
  }: PointerEvent<HTMLElement>) {
    release()
    hasOpened.current = false
    if (pointerType !== 'touch' || !isPrimary || !onLongPress) return
    // Links, code and fields have a long press of their own.
    if (target instanceof Element && target.closest('a[href], pre, input')) return
    const timer = setTimeout(() => {
      // It comes back here when the sheet is closed.
      currentTarget.focus({ preventScroll: true })
      hasOpened.current = true
      onLongPress()
    }, PRESS_MS)
    press.current = { timer, x: clientX, y: clientY }
  }

  function onPointerMove({ clientX, clientY }: PointerEvent) {
    const { x, y } = press.current ?? { x: clientX, y: clientY }
    if (Math.hypot(clientX - x, clientY - y) > STRAY_PX) release()
  }

  function onBlur({ currentTarget, relatedTarget }: FocusEvent) {
    // A dialog gives the focus back to the button that opened it, so that must still be there.
    if (relatedTarget?.closest('dialog') || currentTarget.contains(relatedTarget)) return
    setIsWithin(false)
  }

  return (
    <li
      {...rest}
      onPointerEnter={({ pointerType }) => setIsOver(pointerType !== 'touch')}
      onPointerLeave={() => setIsOver(false)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
      onTouchEnd={(event) => {
        // The finger that opened the sheet would press what lies under it now.
        if (hasOpened.current) event.preventDefault()
      }}
      onContextMenu={(event) => {
        // The browser's own menu for a long press would come over the sheet.
        if (press.current) event.preventDefault()
      }}
      onFocus={() => setIsWithin(true)}
      onBlur={onBlur}
    >
      {isOver || isWithin ? toolbar : null}
      {children}
    </li>
  )
}
