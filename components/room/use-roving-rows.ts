import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'

const CONTROLS = 'a[href], button'

function rowsIn(list: HTMLElement): HTMLElement[] {
  return Array.from(list.querySelectorAll<HTMLElement>('[data-row]'))
}

function controlsIn(row: HTMLElement): HTMLElement[] {
  return Array.from(row.querySelectorAll<HTMLElement>(CONTROLS))
}

/** Moves the focus among a row's own controls, or into them. True when it did. */
function moveInRow(row: HTMLElement, key: string): boolean {
  const controls = controlsIn(row)
  const now = controls.indexOf(document.activeElement instanceof HTMLElement ? document.activeElement : row)
  if (now === -1) {
    if (key !== 'Enter' && key !== 'ArrowRight') return false
    controls[0]?.focus()
    return controls.length > 0
  }
  if (key === 'Escape') {
    row.focus()
    return true
  }
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  controls[now + step]?.focus()
  return step !== 0
}

/** The row a key leads to, if it leads to one. */
function rowFor(key: string, rows: HTMLElement[], now: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowUp':
      return rows[Math.max(0, now - 1)]
    case 'ArrowDown':
      return rows[Math.min(rows.length - 1, now + 1)]
    case 'Home':
      return rows[0]
    case 'End':
      return rows.at(-1)
    default:
      return undefined
  }
}

/**
 * The message list as one tab stop: arrows, Home and End move between rows, Enter or ArrowRight goes into a row's
 * controls, Esc comes back to the row and then to the composer. `active` is the key of the row in the tab order, where
 * `undefined` stands for the newest; `focused` that of the row with the focus.
 */
export function useRovingRows(list: RefObject<HTMLElement | null>, toComposer: () => void) {
  const [active, setActive] = useState<string>()
  const [hasFocus, setHasFocus] = useState(false)

  function onFocus(event: FocusEvent) {
    const row = event.target.closest<HTMLElement>('[data-row]')
    if (row?.dataset.row) setActive(row.dataset.row)
    setHasFocus(true)
  }

  function onBlur(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) setHasFocus(false)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!(event.target instanceof HTMLElement) || !list.current) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const row = event.target.closest<HTMLElement>('[data-row]')
    if (!row) return
    if (moveInRow(row, mirrored(event.key, row))) {
      event.preventDefault()
      return
    }
    if (event.key === 'Escape') return toComposer()
    const rows = rowsIn(list.current)
    const next = rowFor(event.key, rows, rows.indexOf(row))
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  return {
    active,
    focused: hasFocus ? active : undefined,
    reset: () => setActive(undefined),
    onFocus,
    onBlur,
    onKeyDown,
  }
}

/** From right to left, the way into a row is ArrowLeft. */
function mirrored(key: string, row: HTMLElement): string {
  if (getComputedStyle(row).direction === 'ltr') return key
  if (key === 'ArrowLeft') return 'ArrowRight'
  return key === 'ArrowRight' ? 'ArrowLeft' : key
}
