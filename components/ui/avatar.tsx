import type { PresenceState } from '#lib/shared/model'
import { hueOf, initialsOf } from '#lib/shared/names'
import { PresenceDot } from './presence-dot'

type Props = { userId: string; name: string; size?: 'small' | 'medium' | 'large'; state?: PresenceState }

/** Initials in the member's stable colour. Decoration: the name always stands beside it. */
export function Avatar({ userId, name, size = 'medium', state }: Props) {
  return (
    <span className="avatar relative" data-hue={hueOf(userId)} data-size={size} aria-hidden="true">
      {initialsOf(name)}
      {state ? <PresenceDot state={state} /> : null}
    </span>
  )
}
