const FLASH_MS = 1_500

/** Brings a loaded message to the middle of the list, gives it the focus and lights it up for a moment. */
export function flashMessage(messageId: string): void {
  const row = document.getElementById(`m-${messageId}`)
  if (!row) return
  row.scrollIntoView({ block: 'center' })
  row.focus({ preventScroll: true })
  const soft = getComputedStyle(row).getPropertyValue('--primary-soft')
  row.animate([{ backgroundColor: soft }, { backgroundColor: 'transparent' }], FLASH_MS)
}
