'use client'

import { useT } from './language/use-t'
import { ProblemScreen } from './problem-screen'
import { Button } from './ui/button'

/** For a page that failed: the fault is ours, and one may try again. */
export function FaultScreen({ onRetry }: { onRetry: () => void }) {
  const t = useT()
  return (
    <ProblemScreen title={t('fault.title')} sentence={t('fault.sentence')}>
      <Button look="primary" onClick={onRetry}>
        {t('fault.retry')}
      </Button>
    </ProblemScreen>
  )
}
