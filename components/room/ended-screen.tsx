import type { RoomState } from '#lib/client/room-state'
import { ProblemScreen } from '../problem-screen'
import { endedSentence } from '../sentences'
import { ButtonLink } from '../ui/button-link'

type Ended = NonNullable<RoomState['ended']>

const TITLES: Record<Ended, string> = {
  left: 'You left',
  removed: 'You were removed',
  closed: 'This room is closed',
  session_ended: 'You left Parley',
}

/** In place of a room in which this person can no longer be. */
export function EndedScreen({ ended }: { ended: Ended }) {
  return (
    <ProblemScreen title={TITLES[ended]} sentence={endedSentence(ended)}>
      <ButtonLink href="/join" look="primary">
        Enter a code
      </ButtonLink>
    </ProblemScreen>
  )
}
