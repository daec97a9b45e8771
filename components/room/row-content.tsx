import { memo, useState } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import type { UserId } from '#lib/shared/ids'
import { EVERYBODY, findMentions } from '#lib/shared/mentions'
import { useT } from '../language/use-t'
import type { Clock } from './clock'
import { useDeeds } from './deeds'
import type { Row } from './group-rows'
import { MessageText } from './message-text'
import { ReactionChips } from './reaction-chips'
import { ReplyQuote } from './reply-quote'
import { RowAuthor, RowAvatar } from './row-author'
import { RowBlocked } from './row-blocked'
import { RowFailedEdit } from './row-failed-edit'
import { RowShell } from './row-shell'
import type { FailedEdit, Surroundings } from './row-surroundings'
import { RowTime } from './row-time'
import { RowToolbar } from './row-toolbar'
import { UnsentLine } from './unsent-line'

type Props = {
  row: Extract<Row, { kind: 'message' | 'outgoing' }>
  selfId: UserId
  selfName: string
  clock: Clock
  store: RoomStore
  tag: string | undefined
  isActive: boolean
  isLive: boolean
  /** Nothing where the text names nobody for sure. */
  mentions: Surroundings['mentions'] | undefined
  isBlocked: boolean
  failedEdit: FailedEdit | undefined
}

/**
 * What a row shows. It is one component for messages stored and on their way, so that the row stays the same element
 * when the server's copy takes the place of the own one.
 */
export const RowContent = memo(function RowContent(props: Props) {
  const { row, selfId, selfName, clock, store, tag, isActive, isLive, mentions, isBlocked, failedEdit } = props
  const t = useT()
  const deeds = useDeeds()
  const [isUnfolded, setIsUnfolded] = useState(false)
  const stored = row.kind === 'message' ? row.message : undefined
  const author = stored?.author ?? { id: selfId, name: selfName }
  const at = row.kind === 'message' ? row.message.postedAt : row.outgoing.startedAt
  const id = row.kind === 'message' ? `m-${row.message.id}` : `o-${row.outgoing.clientMessageId}`
  const body = row.kind === 'message' ? row.message.body : row.outgoing.body
  const isDeleted = stored?.deletedAt !== undefined
  const isFolded = isBlocked && !isUnfolded
  const living = isDeleted || isFolded ? undefined : stored
  const isForMe = living !== undefined && author.id !== selfId && mentions !== undefined && isNamed(body, mentions)
  const person = { author, isTabbable: isActive, onOpen: author.id === selfId ? undefined : deeds.openPerson }
  const time = <RowTime id={`${id}-t`} at={at} clock={clock} messageId={stored?.id} />

  return (
    <RowShell
      className="row"
      id={id}
      data-row={row.key}
      data-seq={stored?.seq}
      data-first={row.isFirst ? '' : undefined}
      data-live={isLive ? '' : undefined}
      data-mention={isForMe ? '' : undefined}
      data-unsent={row.kind === 'outgoing' ? row.outgoing.status : undefined}
      tabIndex={isActive ? 0 : -1}
      aria-labelledby={isFolded ? `${id}-t ${id}-b` : `${id}-a ${id}-t ${id}-b`}
      toolbar={living ? <RowToolbar message={living} isTabbable={isActive} /> : null}
      onLongPress={living ? () => deeds.open({ kind: 'message', messageId: living.id }) : undefined}
    >
      <div className="row-gutter">{row.isFirst && !isFolded ? <RowAvatar {...person} /> : time}</div>
      <div className="min-w-0">
        {isFolded ? (
          <RowBlocked id={`${id}-b`} isTabbable={isActive} onShow={() => setIsUnfolded(true)} />
        ) : (
          <>
            <RowAuthor {...person} id={`${id}-a`} isShown={row.isFirst} tag={tag}>
              {time}
            </RowAuthor>
            {row.quote ? <ReplyQuote quote={row.quote} isTabbable={isActive} /> : null}
            {isDeleted ? (
              <div id={`${id}-b`} className="row-body text-subtle italic">
                {t('row.deleted')}
              </div>
            ) : (
              <MessageText id={`${id}-b`} body={body} isTabbable={isActive} mentions={mentions}>
                {stored?.editedAt === undefined ? null : (
                  <>
                    {' '}
                    <bdi className="edited" title={clock.fullOf(stored.editedAt)}>
                      {t('row.edited')}
                    </bdi>
                  </>
                )}
              </MessageText>
            )}
            {living ? <ReactionChips message={living} selfId={selfId} isTabbable={isActive} store={store} /> : null}
            {failedEdit ? <RowFailedEdit edit={failedEdit} store={store} isTabbable={isActive} /> : null}
          </>
        )}
        {row.kind === 'outgoing' ? (
          <UnsentLine
            outgoing={row.outgoing}
            isTabbable={isActive}
            onRetry={() => store.retry(row.outgoing.clientMessageId)}
            onDiscard={() => store.discard(row.outgoing.clientMessageId)}
          />
        ) : null}
      </div>
    </RowShell>
  )
})

/** Whether a text names the reader, or everybody. Of two names that fit the longer one is meant. [E36] */
function isNamed(body: string, { names, self }: Surroundings['mentions']): boolean {
  return findMentions(body, [...names, self]).some(({ name }) => name === self || name === EVERYBODY)
}
