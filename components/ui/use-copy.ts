import { useEffect, useRef, useState } from 'react'
import { useT } from '../language/use-t'
import { announce } from './announce'
import { copyText } from './copy-text'

const SHOWN_MS = 2_000

/** What can be copied, as the sentences of `copy` know it. */
export type Copied = 'link' | 'code' | 'text'
export type CopyResult = 'idle' | 'copied' | 'denied'

/** Copies `text` on call; `result` says so in place for two seconds. `what` is announced: "Link copied". */
export function useCopy(
  text: string,
  what: Copied,
  onDenied?: () => void,
): { result: CopyResult; copy: () => Promise<void> } {
  const t = useT()
  const [result, setResult] = useState<CopyResult>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    const isCopied = await copyText(text)
    if (!isCopied) onDenied?.()
    setResult(isCopied ? 'copied' : 'denied')
    announce(t(isCopied ? 'copy.said' : 'copy.denied', { what }))
    clearTimeout(timer.current)
    if (isCopied) timer.current = setTimeout(() => setResult('idle'), SHOWN_MS)
  }
  return { result, copy }
}
