import { useEffect, useRef, useState } from 'react'
import { announce } from './announce'
import { copyText } from './copy-text'

const SHOWN_MS = 2_000

export type CopyResult = 'idle' | 'copied' | 'denied'

/** Copies `text` on call; `result` says so in place for two seconds. `what` is announced: "Link copied". */
export function useCopy(
  text: string,
  what: string,
  onDenied?: () => void,
): { result: CopyResult; copy: () => Promise<void> } {
  const [result, setResult] = useState<CopyResult>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    const isCopied = await copyText(text)
    if (!isCopied) onDenied?.()
    setResult(isCopied ? 'copied' : 'denied')
    announce(isCopied ? `${what} copied` : `${what} could not be copied. Select it and copy it yourself.`)
    clearTimeout(timer.current)
    if (isCopied) timer.current = setTimeout(() => setResult('idle'), SHOWN_MS)
  }
  return { result, copy }
}
