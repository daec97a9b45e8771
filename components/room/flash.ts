const FLASH_MS = 1_500

/** Lights a row up for a moment. */
export function flash(row: Element): void {
  const soft = getComputedStyle(row).getPropertyValue('--primary-soft')
  row.animate([{ backgroundColor: soft }, { backgroundColor: 'transparent' }], FLASH_MS)
}
