import { type ReactNode, type RefObject, useEffect, useState } from 'react'

/** The coloured code, once the element has come near the screen and the colours have been loaded. */
export function useHighlight(ref: RefObject<Element | null>, text: string, language: string): ReactNode[] | undefined {
  const [coloured, setColoured] = useState<{ text: string; language: string; nodes: ReactNode[] }>()

  useEffect(() => {
    const element = ref.current
    if (!element || language === '') return
    let isWanted = true
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        // Offline, or a version that is gone: the code is readable without colours.
        import('./highlight-code').then(
          ({ highlightCode }) => {
            const nodes = highlightCode(text, language)
            if (isWanted && nodes) setColoured({ text, language, nodes })
          },
          () => undefined,
        )
      },
      { rootMargin: '200px' },
    )
    observer.observe(element)
    return () => {
      isWanted = false
      observer.disconnect()
    }
  }, [ref, text, language])

  return coloured?.text === text && coloured.language === language ? coloured.nodes : undefined
}
