import clsx from 'clsx'
import type { ReactNode } from 'react'

type Props = { isAlarming?: boolean; children: ReactNode }

/** A line above the messages about what stands between the page and the server. */
export function Banner({ isAlarming = false, children }: Props) {
  return (
    <div
      role={isAlarming ? 'alert' : undefined}
      className={clsx(
        'flex flex-wrap items-center justify-center gap-x-3 gap-y-1 px-4 py-1.5 text-sm font-[620]',
        isAlarming ? 'bg-danger-soft text-danger-text' : 'bg-surface-3 text-ink',
      )}
    >
      {children}
    </div>
  )
}
