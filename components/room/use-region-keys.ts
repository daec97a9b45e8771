import { useEffect } from 'react'

/** What a region offers the focus: what it names, else what is in the tab order, else itself. */
function targetIn(region: HTMLElement): HTMLElement {
  const named = region.querySelector<HTMLElement>('[data-region-focus]')
  const first = region.querySelector<HTMLElement>(
    '[tabindex="0"], a[href]:not([tabindex="-1"]), button, textarea, input',
  )
  return named ?? first ?? region
}

function isShown(region: HTMLElement): boolean {
  return region.getClientRects().length > 0
}

/** F6 and Shift+F6, also with Ctrl or Cmd, go round the elements marked `data-region`, in the order of the page. */
export function useRegionKeys(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'F6' || document.querySelector('dialog[open]')) return
      const regions = Array.from(document.querySelectorAll<HTMLElement>('[data-region]')).filter(isShown)
      if (regions.length === 0) return
      event.preventDefault()
      const now = regions.findIndex((region) => region.contains(document.activeElement))
      const step = event.shiftKey ? -1 : 1
      const next = regions.at((now === -1 && step === -1 ? 0 : now) + step) ?? regions[0]
      if (next) targetIn(next).focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
