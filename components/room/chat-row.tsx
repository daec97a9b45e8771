import { memo } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import { hueOf } from '#lib/shared/names'
import type { EnteredRoom } from '#lib/shared/protocol'
import { Avatar } from '../ui/avatar'
import type { Clock } from './clock'
import type { Row } from './group-rows'
import { MessageText } from './message-text'
import { NameTag } from './name-tag'
import { ReactionChips } from './reaction-chips'
import { ReplyQuote } from './reply-quote'
import { RowTime } from './row-time'
import { isSameRow } from './same-row'
import { UnsentLine } from './unsent-line'

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
    before.self === after.self &&
    before.clock === after.clock &&
    before.store === after.store &&
    before.tag === after.tag &&
    before.isActive === after.isActive &&
    before.isLive === after.isLive
  )
}

/**
 * One message, stored or on its way. It is one component for both, so that the row stays the same element when the
 * server's copy takes the place of the own one.
 */
export const ChatRow = memo(function ChatRow({ row, self, clock, store, tag, isActive, isLive }: Props) {
  const stored = row.kind === 'message' ? row.message : undefined
  const author = stored?.author ?? { id: self.userId, name: self.name }
  const at = row.kind === 'message' ? row.message.postedAt : row.outgoing.startedAt
  const id = row.kind === 'message' ? `m-${row.message.id}` : `o-${row.outgoing.clientMessageId}`
  const body = row.kind === 'message' ? row.message.body : row.outgoing.body
  const isDeleted = stored?.deletedAt !== undefined
  const time = <RowTime id={`${id}-t`} at={at} clock={clock} href={`#${id}`} />

  return (
    <li
      className="row"
      id={id}
      data-row={row.key}
      data-first={row.isFirst ? '' : undefined}
      data-live={isLive ? '' : undefined}
      data-unsent={row.kind === 'outgoing' ? row.outgoing.status : undefined}
      tabIndex={isActive ? 0 : -1}
      aria-labelledby={`${id}-a ${id}-t ${id}-b`}
    >
      <div className="row-gutter">{row.isFirst ? <Avatar userId={author.id} name={author.name} /> : time}</div>
      <div className="min-w-0">
        {row.isFirst ? (
          <div className="row-head">
            <h3 id={`${id}-a`} className="author" data-hue={hueOf(author.id)}>
              <bdi>{author.name}</bdi>
            </h3>
            <NameTag tag={tag} />
            {time}
          </div>
        ) : (
          <span id={`${id}-a`} hidden>
            {author.name}
          </span>
        )}
        {row.quote ? <ReplyQuote quote={row.quote} isTabbable={isActive} /> : null}
        {isDeleted ? (
          <div id={`${id}-b`} className="row-body text-subtle italic">
            Message deleted
          </div>
        ) : (
          <MessageText id={`${id}-b`} body={body} isTabbable={isActive}>
            {stored?.editedAt === undefined ? null : (
              <>
                {' '}
                <bdi className="edited" title={clock.fullOf(stored.editedAt)}>
                  (edited)
                </bdi>
              </>
            )}
          </MessageText>
        )}
        {stored?.reactions && stored.reactions.length > 0 && !isDeleted ? (
          <ReactionChips reactions={stored.reactions} selfId={self.userId} />
        ) : null}
        {row.kind === 'outgoing' ? (
          <UnsentLine
            outgoing={row.outgoing}
            isTabbable={isActive}
            onRetry={() => store.retry(row.outgoing.clientMessageId)}
            onDiscard={() => store.discard(row.outgoing.clientMessageId)}
          />
        ) : null}
      </div>
    </li>
  )
}, areSameProps)
