import type { RoomState } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { ProblemScreen } from '../problem-screen'
import { ButtonLink } from '../ui/button-link'

type Ended = NonNullable<RoomState['ended']>

/** In place of a room in which this person can no longer be. */
export function EndedScreen({ ended }: { ended: Ended }) {
  const t = useT()
  const why = ended === 'session_ended' ? 'ended' : ended
  return (
    <ProblemScreen title={t(`room.${why}Title`)} sentence={t(`room.${why}Sentence`)}>
      <ButtonLink href="/join" look="primary">
        {t('anywhere.enterCode')}
      </ButtonLink>
    </ProblemScreen>
  )
}
