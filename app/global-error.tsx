'use client'

import { ProblemScreen } from '#components/problem-screen'
import { Button } from '#components/ui/button'
import './globals.css'

/** Stands in for the root layout when that itself fails. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <ProblemScreen title="Something went wrong" sentence="The fault is on our side. What you sent before is kept.">
          <Button type="button" look="primary" onClick={reset}>
            Try again
          </Button>
        </ProblemScreen>
      </body>
    </html>
  )
}
