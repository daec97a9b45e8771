import type { Room } from '#lib/shared/protocol'
import { CopyButton } from '../ui/copy-button'
import { RoomTicketCard } from './room-ticket-card'

type Props = { room: Room; isAlone: boolean; link: string }

/** What a room without a message shows: who can read it, and how others get in. Gone at the first message. [E63] */
export function EmptyRoom({ room, isAlone, link }: Props) {
  if (room.kind === 'private') {
    return (
      <div className="empty-room">
        <p className="font-display text-lg/tight font-bold tracking-tight">
          A private chat with <bdi>{room.other.name}</bdi>
        </p>
        <p className="max-w-[38ch] text-muted">Only the two of you can read it. Write the first message below.</p>
      </div>
    )
  }
  return (
    <div className="empty-room">
      <p className="max-w-[38ch] text-muted">
        {isAlone
          ? "You're the only one here. Share the code to invite others."
          : 'Nobody has written yet. Write the first message below, or share the code to invite others.'}
      </p>
      <RoomTicketCard title={room.title} code={room.code} link={link} />
      <div className="flex flex-wrap justify-center gap-3">
        <CopyButton text={link} what="Link" label="Copy link" />
        <CopyButton text={room.code} what="Code" label="Copy code" />
      </div>
    </div>
  )
}
