import { type RefObject, useLayoutEffect } from 'react'

/** Lets a textarea grow with its text where the browser has no `field-sizing: content`; its CSS sets the most. */
export function useGrowingBox(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is not read, its height is measured.
  useLayoutEffect(() => {
    const element = box.current
    if (!element || CSS.supports('field-sizing', 'content')) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight}px`
  }, [box, text])
}
