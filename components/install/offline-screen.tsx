'use client'

import { useEffect } from 'react'
import { useT } from '../language/use-t'
import { ProblemScreen } from '../problem-screen'
import { Button } from '../ui/button'

const reload = () => location.reload()

/** Stands in for any page while the server cannot be reached; tries again by itself when the network is back. */
export function OfflineScreen() {
  const t = useT()

  useEffect(() => {
    window.addEventListener('online', reload)
    return () => window.removeEventListener('online', reload)
  }, [])

  return (
    <ProblemScreen title={t('install.offlineTitle')} sentence={t('install.offline')}>
      <Button look="primary" onClick={reload}>
        {t('anywhere.tryAgain')}
      </Button>
    </ProblemScreen>
  )
}
