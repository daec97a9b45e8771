import type { RosterMember } from '#lib/client/room-state'
import type { UserId } from '#lib/shared/ids'
import { useT } from '../language/use-t'
import { lastSeenWords } from '../people/last-seen-words'
import { Avatar } from '../ui/avatar'
import { Badge } from '../ui/badge'
import type { Clock } from './clock'
import { NameTag } from './name-tag'

type Props = {
  members: readonly RosterMember[]
  selfId: string
  tags: ReadonlyMap<string, string>
  clock: Clock
  onPick: (userId: UserId) => void
}

/** Everybody of the room, those present first. Pressing another's name opens their card. */
export function PeopleList({ members, selfId, tags, clock, onPick }: Props) {
  return (
    <ul className="grid">
      {members.map((member) => {
        const isSelf = member.userId === selfId
        const person = <Person member={member} tag={tags.get(member.userId)} clock={clock} isSelf={isSelf} />
        return (
          <li key={member.userId}>
            {isSelf ? (
              <div className="person">{person}</div>
            ) : (
              <button type="button" className="person" aria-haspopup="dialog" onClick={() => onPick(member.userId)}>
                {person}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

type PersonProps = { member: RosterMember; tag: string | undefined; clock: Clock; isSelf: boolean }

function Person({ member, tag, clock, isSelf }: PersonProps) {
  const t = useT()
  const { name, userId, state, role } = member
  return (
    <>
      <Avatar userId={userId} name={name} size="small" state={state} />
      <span className="grid min-w-0 grow text-start">
        <span className="flex items-baseline gap-1.5">
          <bdi className="truncate">{name}</bdi>
          <NameTag tag={tag} />
          {isSelf ? <span className="flex-none text-sm text-subtle">{t('anywhere.you')}</span> : null}
        </span>
        {state === 'present' ? (
          <span className="sr-only">{t('people.present')}</span>
        ) : (
          <small className="truncate text-xs text-subtle">{lastSeenWords(t, member, clock)}</small>
        )}
      </span>
      {role === 'host' ? <Badge>{t('anywhere.host')}</Badge> : null}
    </>
  )
}
