import { memo, use } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import type { EnteredRoom } from '#lib/shared/model'
import type { Clock } from './clock'
import type { Row } from './group-rows'
import { RowContent } from './row-content'
import { RowSurroundings } from './row-surroundings'
import { isSameRow } from './same-row'

type Props = {
  row: Extract<Row, { kind: 'message' | 'outgoing' }>
  self: EnteredRoom['self']
  clock: Clock
  store: RoomStore
  tag: string | undefined
  /** In the tab order, with its controls. */
  isActive: boolean
  /** Came while the list was shown: fades in. */
  isLive: boolean
}

function areSameProps(before: Props, after: Props): boolean {
  return (
    isSameRow(before.row, after.row) &&
    // How far one has read changes all the time, and no row shows it.
    before.self.userId === after.self.userId &&
    before.self.name === after.self.name &&
    before.clock === after.clock &&
    before.store === after.store &&
    before.tag === after.tag &&
    before.isActive === after.isActive &&
    before.isLive === after.isLive
  )
}

/**
 * One message, stored or on its way. What changes around it reaches only the rows that it is about: three hundred of
 * them must not be drawn again because somebody came in.
 */
export const ChatRow = memo(function ChatRow({ row, self, ...rest }: Props) {
  const { mentions, blocked, failedEdits } = use(RowSurroundings)
  const message = row.kind === 'message' ? row.message : undefined
  const { body } = row.kind === 'message' ? row.message : row.outgoing
  return (
    <RowContent
      row={row}
      selfId={self.userId}
      selfName={self.name}
      mentions={body.includes('@') ? mentions : undefined}
      isBlocked={message !== undefined && blocked.has(message.author.id)}
      failedEdit={message && failedEdits.get(message.id)}
      {...rest}
    />
  )
}, areSameProps)
