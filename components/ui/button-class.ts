import clsx from 'clsx'

export type ButtonLook = 'primary' | 'secondary' | 'danger' | 'link'

const BOX = 'min-h-11 rounded-md px-4.5 no-underline'

const LOOKS: Record<ButtonLook, string> = {
  primary: `${BOX} border border-transparent bg-primary text-on-primary hover:bg-primary-hover`,
  secondary: `${BOX} border border-line bg-surface text-ink hover:bg-surface-2`,
  danger: `${BOX} border border-line bg-surface text-danger-text hover:bg-danger-soft`,
  link: '-mx-0.5 min-h-6 rounded-sm px-0.5 text-primary-text underline underline-offset-2 hover:no-underline pointer-coarse:min-h-11',
}

/** How buttons and links that act as buttons look. */
export function buttonClass(look: ButtonLook, className?: string): string {
  return clsx(
    'inline-flex items-center justify-center gap-2 text-md font-[620] disabled:opacity-60',
    LOOKS[look],
    className,
  )
}
