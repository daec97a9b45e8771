'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { FaultScreen } from '#components/fault-screen'

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  const { refresh } = useRouter()
  // What failed did so on the server: drawn again from the same answer it would fail again.
  const retry = () =>
    startTransition(() => {
      refresh()
      reset()
    })
  return <FaultScreen onRetry={retry} />
}
