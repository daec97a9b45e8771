import type { ReactNode } from 'react'

/** The big ticket: `art` above the tear line, `children` below it. */
export function TicketCard({ art, children }: { art: ReactNode; children: ReactNode }) {
  return (
    <div className="ticket-shadow w-full max-w-[340px]">
      <div className="ticket-card">
        <div className="p-4">{art}</div>
        <div className="grid gap-1 px-6 pbs-5 pbe-6">{children}</div>
      </div>
    </div>
  )
}
