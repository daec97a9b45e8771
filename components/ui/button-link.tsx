'use client'

import type { ComponentProps } from 'react'
import { AppLink } from './app-link'
import { type ButtonLook, buttonClass } from './button-class'

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({
  look = 'secondary',
  className,
  ...rest
}: ComponentProps<typeof AppLink> & { look?: ButtonLook }) {
  return <AppLink {...rest} className={buttonClass(look, className)} />
}
