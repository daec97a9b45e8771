import clsx from 'clsx'
import type { ReactNode } from 'react'

/** A small number or word. `lamp` says that something here is new for you, and nothing else. */
export function Badge({ children, look = 'plain' }: { children: ReactNode; look?: 'plain' | 'lamp' }) {
  return (
    <span
      className={clsx(
        'inline-grid min-w-4.5 place-items-center rounded-full px-1.5 text-2xs/4.5 font-[650] tabular-nums',
        look === 'lamp' ? 'bg-lamp text-on-lamp' : 'bg-surface-3 text-muted',
      )}
    >
      {children}
    </span>
  )
}
