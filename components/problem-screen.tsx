'use client'

import { type ReactNode, useEffect, useRef } from 'react'

type Props = { title: string; sentence: string; children?: ReactNode }

/** A calm page for what cannot be shown: what happened, and `children` to go on with. The focus is on the sentence. */
export function ProblemScreen({ title, sentence, children }: Props) {
  const ref = useRef<HTMLParagraphElement>(null)
  useEffect(() => ref.current?.focus(), [])
  return (
    <main className="grid min-h-dvh content-center gap-4 p-[clamp(1.5rem,5vw,4.5rem)]">
      <h1 className="max-w-[18ch] font-display text-2xl/tight font-[750] tracking-[-.02em] wide:text-3xl/tight">
        {title}
      </h1>
      <p ref={ref} tabIndex={-1} className="max-w-[44ch] text-muted outline-none">
        {sentence}
      </p>
      {children ? <div className="flex flex-wrap items-center gap-3 pbs-2">{children}</div> : null}
    </main>
  )
}
