'use client'

import { FaultScreen } from '#components/fault-screen'

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return <FaultScreen onRetry={reset} />
}
