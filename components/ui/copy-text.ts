/**
 * Copies text. Resolves to false when the browser will not: the caller then shows the text selected.
 * On plain http, as on a LAN, there is no clipboard API; the old command still works there.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Denied: the old way may still be allowed.
  }
  return copyBySelection(text)
}

function copyBySelection(text: string): boolean {
  const opener = document.activeElement
  const box = document.createElement('textarea')
  box.value = text
  box.readOnly = true
  box.className = 'sr-only'
  // Inside an open dialog, since everything outside of it is inert and cannot be selected.
  const parent = opener?.closest('dialog') ?? document.body
  parent.append(box)
  box.select()
  let isCopied = false
  try {
    isCopied = document.execCommand('copy')
  } catch {
    isCopied = false
  }
  box.remove()
  if (opener instanceof HTMLElement) opener.focus()
  return isCopied
}
