import { useEffect } from 'react'

const SETTLED_MS = 100

/**
 * iOS shrinks only the visual viewport when its keyboard opens: the height goes into `--vvh`, which the layout uses in
 * place of 100dvh. Elsewhere `interactive-widget=resizes-content` does this and the two are equal. [E67]
 */
export function useVisualViewport(): void {
  useEffect(() => {
    const viewport = window.visualViewport
    if (!viewport || !matchMedia('(pointer: coarse)').matches) return
    const root = document.documentElement
    let timer: ReturnType<typeof setTimeout> | undefined

    function measure() {
      clearTimeout(timer)
      timer = setTimeout(() => {
        // A pinched page has a smaller visual viewport too, and must keep its layout.
        if (!viewport || viewport.scale > 1.01) return
        root.style.setProperty('--vvh', `${viewport.height}px`)
        window.scrollTo(0, 0)
      }, SETTLED_MS)
    }

    viewport.addEventListener('resize', measure)
    viewport.addEventListener('scroll', measure)
    return () => {
      clearTimeout(timer)
      viewport.removeEventListener('resize', measure)
      viewport.removeEventListener('scroll', measure)
      root.style.removeProperty('--vvh')
    }
  }, [])
}
