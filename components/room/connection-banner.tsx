import type { Connection } from '#lib/client/room-state'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import { connectionSentence } from '../sentences'
import { Button } from '../ui/button'
import { Banner } from './banner'
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
    <Banner isAlarming={isRefused}>
      {wordsOf(t, phase)}
      {isRefused ? (
        <Button look="link" className="text-sm text-danger-text!" onClick={() => location.reload()}>
          {t('anywhere.reload')}
        </Button>
      ) : null}
    </Banner>
  )
}
