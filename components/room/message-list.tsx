import { type ReactNode, type Ref, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import { ChatRow } from './chat-row'
import type { Clock } from './clock'
import { DayRow } from './day-row'
import { groupRows, type Row } from './group-rows'
import { JumpPill } from './jump-pill'
import { ListTop } from './list-top'
import { NoticeRow } from './notice-row'
import { useHeldPosition } from './use-held-position'
import { useNewCount } from './use-new-count'
import { useOlderPages } from './use-older-pages'
import { useRovingRows } from './use-roving-rows'
import { useRowWindow } from './use-row-window'
import { useStillRows } from './use-still-rows'

export type MessageListHandle = { jumpToEnd: () => void }

const selectTimeline = (state: RoomState) => state.timeline
const selectOutbox = (state: RoomState) => state.outbox
const selectNotices = (state: RoomState) => state.notices
const selectOlderPages = (state: RoomState) => state.olderPages

function isChatRow(row: Row): row is Extract<Row, { kind: 'message' | 'outgoing' }> {
  return row.kind === 'message' || row.kind === 'outgoing'
}

type Props = {
  ref: Ref<MessageListHandle>
  store: RoomStore
  /** The name of the list, such as "Messages in Lobby". */
  label: string
  /** Of what its beginning is the start, such as "Lobby". */
  startOf: string
  self: RoomState['self']
  tags: ReadonlyMap<string, string>
  clock: Clock
  /** Shown in place of the list while the room has no message. */
  empty: ReactNode
  onToComposer: () => void
}

/** The log of the room: one tab stop, its reading position held whatever comes in above or below. */
export function MessageList({ ref, store, label, startOf, self, tags, clock, empty, onToComposer }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const timeline = useRoom(store, selectTimeline)
  const outbox = useRoom(store, selectOutbox)
  const notices = useRoom(store, selectNotices)
  const olderPages = useRoom(store, selectOlderPages)
  const { messages, reachedStart } = timeline
  const [historySeq] = useState(messages.at(-1)?.seq ?? 0)

  const rows = useMemo(
    () => groupRows({ messages, reachedStart, outbox, notices, self, dayOf: clock.dayOf }),
    [messages, reachedStart, outbox, notices, self, clock],
  )
  const held = useHeldPosition(scroller)
  const stillRows = useStillRows(scroller, rows, held.isAtEnd)
  const roving = useRovingRows(scroller, onToComposer)
  const { shown, hasHiddenRows, widen } = useRowWindow(stillRows, held.isAtEnd, roving.focused)
  const fresh = useNewCount(messages, self.userId, held.isAtEnd)
  useOlderPages(scroller, { store, state: { timeline, olderPages }, hasHiddenRows, widen })
  useImperativeHandle(ref, () => ({ jumpToEnd }))

  const chatRows = shown.filter(isChatRow)
  const active = chatRows.some(({ key }) => key === roving.active) ? roving.active : chatRows.at(-1)?.key
  const isEmpty = chatRows.length === 0 && reachedStart

  function jumpToEnd() {
    roving.reset()
    held.jumpToEnd()
  }

  function followPill() {
    const row = fresh.first && document.getElementById(`m-${fresh.first.id}`)
    if (!row) return jumpToEnd()
    fresh.markSeen()
    row.scrollIntoView({ block: 'start' })
    row.focus({ preventScroll: true })
  }

  return (
    <div className="list" data-region="list">
      <div ref={scroller} className="scroller">
        <div role="log" aria-live="off" aria-label={label} data-empty={isEmpty ? '' : undefined}>
          {isEmpty ? (
            empty
          ) : (
            <ListTop
              title={startOf}
              reachedStart={reachedStart && !hasHiddenRows}
              olderPages={olderPages}
              onRetry={() => void store.loadOlder()}
            />
          )}
          <ol onFocus={roving.onFocus} onBlur={roving.onBlur} onKeyDown={roving.onKeyDown}>
            {shown.map((row) => {
              if (row.kind === 'day') return <DayRow key={row.key} at={row.at} clock={clock} />
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
      {held.isAtEnd ? null : <JumpPill count={fresh.count} onPress={followPill} />}
    </div>
  )
}
