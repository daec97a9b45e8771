import { useEffect } from 'react'

const IN_TAB_ORDER = ['a[href]', 'button', 'textarea', 'input'].map((kind) => `${kind}:not([tabindex="-1"])`).join()

/** What a region offers the focus: what it names, else its roving row, else what comes first in the tab order. */
function targetIn(region: HTMLElement): HTMLElement {
  for (const wanted of ['[data-region-focus]', '[data-row][tabindex="0"]', IN_TAB_ORDER]) {
    const target = region.querySelector<HTMLElement>(wanted)
    if (target) return target
  }
  return region
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
