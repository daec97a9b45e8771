import type { ComponentProps } from 'react'
import { type ButtonLook, buttonClass } from './button-class'

/** A button that says what happens. `type` is `button` unless told otherwise. */
export function Button({ look = 'secondary', className, ...rest }: ComponentProps<'button'> & { look?: ButtonLook }) {
  return <button type="button" {...rest} className={buttonClass(look, className)} />
}
