import { type ReactNode, type Ref, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import type { MessageId } from '#lib/shared/ids'
import { ChatRow } from './chat-row'
import type { Clock } from './clock'
import { DayRow } from './day-row'
import { groupRows, type Row } from './group-rows'
import { JumpPill } from './jump-pill'
import { ListTop } from './list-top'
import { NoticeRow } from './notice-row'
import { UnreadDivider } from './unread-divider'
import { useHeldPosition } from './use-held-position'
import { useJump } from './use-jump'
import { useMorePages } from './use-more-pages'
import { useNewCount } from './use-new-count'
import { forgetAskedMessage, useOpeningPlace } from './use-opening-place'
import { useReadMark } from './use-read-mark'
import { useRovingRows } from './use-roving-rows'
import { useRowWindow } from './use-row-window'
import { useStillRows } from './use-still-rows'

export type MessageListHandle = { jumpToEnd: () => void; jumpTo: (id: MessageId) => void }

const selectShown = (state: RoomState) => state.shown
const selectTimeline = (state: RoomState) => state.timeline
const selectHistory = (state: RoomState) => state.history
const selectDivider = (state: RoomState) => state.dividerAfter
const selectOutbox = (state: RoomState) => state.outbox
const selectNotices = (state: RoomState) => state.notices
const selectOlderPages = (state: RoomState) => state.olderPages
const selectNewerPages = (state: RoomState) => state.newerPages

function isChatRow(row: Row): row is Extract<Row, { kind: 'message' | 'outgoing' }> {
  return row.kind === 'message' || row.kind === 'outgoing'
}

type Props = {
  ref: Ref<MessageListHandle>
  store: RoomStore
  /** The name of the list, such as "Messages in Lobby". */
  label: string
  /** What stands above its first message, such as "This is the start of Lobby." */
  start: ReactNode
  self: RoomState['self']
  tags: ReadonlyMap<string, string>
  clock: Clock
  /** Shown in place of the list while the room has no message. */
  empty: ReactNode
  onRead: (seq: number) => void
  onToComposer: () => void
}

/** The log of the room: one tab stop, its reading position held whatever comes in above or below. */
export function MessageList({ ref, store, label, start, self, tags, clock, empty, onRead, onToComposer }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const messages = useRoom(store, selectShown)
  const timeline = useRoom(store, selectTimeline)
  const history = useRoom(store, selectHistory)
  const dividerAfter = useRoom(store, selectDivider)
  const outbox = useRoom(store, selectOutbox)
  const notices = useRoom(store, selectNotices)
  const olderPages = useRoom(store, selectOlderPages)
  const newerPages = useRoom(store, selectNewerPages)
  const { reachedStart } = history ?? timeline
  const [historySeq] = useState(timeline.messages.at(-1)?.seq ?? 0)

  const rows = useMemo(() => {
    // Away from the live end neither what waits nor who came has its place.
    const live = history ? { outbox: [], notices: [] } : { outbox, notices }
    return groupRows({ messages, reachedStart, dividerAfter, ...live, self, dayOf: clock.dayOf })
  }, [messages, reachedStart, dividerAfter, history, outbox, notices, self, clock])

  const held = useHeldPosition(scroller, () => !history && !rowWindow.hasHiddenBelow)
  const stillRows = useStillRows(scroller, rows, held.isAtEnd)
  const roving = useRovingRows(scroller, onToComposer)
  const rowWindow = useRowWindow(stillRows, {
    isAtEnd: held.isAtEnd,
    anchor: held.anchor(),
    focused: roving.focused,
  })
  const { shown, hasHiddenAbove, hasHiddenBelow } = rowWindow
  const isDividerAway = dividerAfter !== undefined && !rows.some(({ kind }) => kind === 'divider')
  const leadsUp = held.isAtEnd && isDividerAway
  const fresh = useNewCount(timeline.messages, { self, isAtEnd: held.isAtEnd, dividerAfter, leadsUp })
  useMorePages(scroller, {
    store,
    messages,
    older: { load: olderPages, isDone: reachedStart, hasHidden: hasHiddenAbove, widen: rowWindow.widenUp },
    newer: { load: newerPages, isDone: !history, hasHidden: hasHiddenBelow, widen: rowWindow.widenDown },
  })
  useReadMark(scroller, { readSeq: self.readSeq, rows: shown, onRead })
  const { jumpTo, problem } = useJump({
    held,
    find: store.jumpTo,
    show(id) {
      const row = rows.find((one) => one.kind === 'message' && one.message.id === id)
      if (row) rowWindow.showAround(row.key)
    },
  })
  useOpeningPlace({ scroller, held, jumpTo })
  useImperativeHandle(ref, () => ({ jumpToEnd, jumpTo }))

  const chatRows = shown.filter(isChatRow)
  const active = chatRows.some(({ key }) => key === roving.active) ? roving.active : chatRows.at(-1)?.key
  const isEmpty = chatRows.length === 0 && reachedStart

  function jumpToEnd() {
    forgetAskedMessage()
    roving.reset()
    store.showLatest()
    rowWindow.showEnd()
    held.jumpToEnd()
  }

  function followPill() {
    const { first } = fresh
    if (!first) return jumpToEnd()
    fresh.markSeen()
    void jumpTo(first.id)
  }

  return (
    <div className="list" data-region="list">
      <div ref={scroller} className="scroller">
        <div role="log" aria-live="off" aria-label={label} data-empty={isEmpty ? '' : undefined}>
          {isEmpty ? (
            empty
          ) : (
            <ListTop
              start={start}
              reachedStart={reachedStart && !hasHiddenAbove}
              olderPages={olderPages}
              onRetry={() => void store.loadOlder()}
            />
          )}
          <ol onFocus={roving.onFocus} onBlur={roving.onBlur} onKeyDown={roving.onKeyDown}>
            {shown.map((row) => {
              if (row.kind === 'day') return <DayRow key={row.key} at={row.at} clock={clock} />
              if (row.kind === 'divider') return <UnreadDivider key={row.key} />
              if (row.kind === 'notice') return <NoticeRow key={row.key} lines={row.lines} tags={tags} />
              const isStored = row.kind === 'message'
              return (
                <ChatRow
                  key={row.key}
                  row={row}
                  self={self}
                  clock={clock}
                  store={store}
                  tag={tags.get(isStored ? row.message.author.id : self.userId)}
                  isActive={row.key === active}
                  isLive={!isStored || row.message.seq > historySeq}
                />
              )
            })}
          </ol>
        </div>
      </div>
      {problem === undefined ? null : <p className="list-problem">{problem}</p>}
      {held.isAtEnd && fresh.count === 0 ? null : (
        <JumpPill
          count={fresh.count}
          leads={leadsUp ? 'up' : 'down'}
          isAway={history !== undefined}
          onPress={followPill}
        />
      )}
    </div>
  )
}
