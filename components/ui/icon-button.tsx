import clsx from 'clsx'
import type { ComponentProps } from 'react'

/** A button that shows only a sign, so its label is required. 40 px, 44 px where fingers press. */
export function IconButton({ label, className, ...rest }: ComponentProps<'button'> & { label: string }) {
  return <button type="button" aria-label={label} title={label} {...rest} className={clsx('icon-button', className)} />
}
