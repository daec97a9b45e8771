import clsx from 'clsx'
import type { ComponentProps } from 'react'

/** A button that shows only a sign, so its label is required. 40 px, 44 px where fingers press. */
export function IconButton({ label, className, ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={clsx(
        'relative grid size-10 flex-none place-items-center rounded-md text-muted hover:bg-surface-2 hover:text-ink',
        'pointer-coarse:size-11 max-wide:size-11 disabled:opacity-60',
        className,
      )}
    />
  )
}
