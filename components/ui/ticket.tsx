import type { ReactNode } from 'react'

/** The room code on its ticket. `children` is the button on the stub, if any. */
export function Ticket({ code, children }: { code: string; children?: ReactNode }) {
  return (
    <span className="ticket" data-plain={children ? undefined : ''} dir="ltr">
      <span className="select-all">{code}</span>
      {children}
    </span>
  )
}
