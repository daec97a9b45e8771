/** Before a row goes: gives the focus to the next row, else the one before, else to the message box. */
export function focusBeside(row: HTMLElement): void {
  const rows = Array.from(row.parentElement?.querySelectorAll<HTMLElement>('[data-row]') ?? [])
  const place = rows.indexOf(row)
  const target = rows[place + 1] ?? rows[place - 1] ?? document.getElementById('composer')
  target?.focus()
}
