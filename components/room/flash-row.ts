const FLASH_MS = 1_500

/** Brings a row to the middle of the list, gives it the focus and lights it up for a moment. */
export function flashRow(row: HTMLElement): void {
  row.scrollIntoView({ block: 'center' })
  row.focus({ preventScroll: true })
  const soft = getComputedStyle(row).getPropertyValue('--primary-soft')
  row.animate([{ backgroundColor: soft }, { backgroundColor: 'transparent' }], FLASH_MS)
}
