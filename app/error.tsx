'use client'

import { ProblemScreen } from '#components/problem-screen'
import { Button } from '#components/ui/button'

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <ProblemScreen title="Something went wrong" sentence="The fault is on our side. What you sent before is kept.">
      <Button type="button" look="primary" onClick={reset}>
        Try again
      </Button>
    </ProblemScreen>
  )
}
