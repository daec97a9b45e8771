import clsx from 'clsx'
import type { Connection } from '#lib/client/room-state'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import { connectionSentence } from '../sentences'
import { Button } from '../ui/button'
import type { Phase } from './connection-phase'
import { useConnectionPhase } from './use-connection-phase'

function wordsOf(t: Translate, phase: Exclude<Phase, { kind: 'quiet' }>): string {
  switch (phase.kind) {
    case 'reconnecting':
    case 'offline':
    case 'back':
      return t(`connection.${phase.kind}`)
    case 'refused':
      return connectionSentence(t, phase.code)
  }
}

/** Says when the connection is away, and when it is back. The announcer says it aloud. [E53] */
export function ConnectionBanner({ connection }: { connection: Connection }) {
  const t = useT()
  const phase = useConnectionPhase(connection)
  if (phase.kind === 'quiet') return null
  const isRefused = phase.kind === 'refused'
  return (
    <div
      role={isRefused ? 'alert' : undefined}
      className={clsx(
        'flex flex-wrap items-center justify-center gap-x-3 gap-y-1 px-4 py-1.5 text-sm font-[620]',
        isRefused ? 'bg-danger-soft text-danger-text' : 'bg-surface-3 text-ink',
      )}
    >
      {wordsOf(t, phase)}
      {isRefused ? (
        <Button look="link" className="text-sm text-danger-text!" onClick={() => location.reload()}>
          {t('anywhere.reload')}
        </Button>
      ) : null}
    </div>
  )
}
