import { useEffect, useRef } from 'react'
import { useT } from '../language/use-t'
import type { Copied } from './use-copy'

/** A text already selected, for when the browser will not copy it for us. */
export function CopyByHand({ text, what }: { text: string; what: Copied }) {
  const t = useT()
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => ref.current?.select(), [])
  return (
    <input
      ref={ref}
      readOnly
      value={text}
      aria-label={t('copy.byHand', { what })}
      dir="ltr"
      className="h-11 w-full min-w-0 basis-full rounded-md border border-line-strong bg-surface px-3 font-mono text-[1rem]"
    />
  )
}
