import { useEffect, useRef } from 'react'

/** A text already selected, for when the browser will not copy it for us. */
export function CopyByHand({ text, what }: { text: string; what: string }) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => ref.current?.select(), [])
  return (
    <input
      ref={ref}
      readOnly
      value={text}
      aria-label={`${what}, to copy by hand`}
      dir="ltr"
      className="h-11 w-full min-w-0 basis-full rounded-md border border-line-strong bg-surface px-3 font-mono text-[1rem]"
    />
  )
}
