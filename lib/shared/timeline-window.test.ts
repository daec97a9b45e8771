import { describe, expect, test } from 'vitest'
import { createClientMessageId, createId, type MessageId, type RoomId, type UserId } from './ids'
import type { Message, Page } from './model'
import { applyAdvance, emptyTimeline, type Timeline } from './timeline'
import { advanceWindow, growWindow, joinLive, meetsLive, openWindow, type Window } from './timeline-window'

const roomId = createId<RoomId>()
const author = { id: createId<UserId>(), name: 'Ada' }
const ids = new Map<number, MessageId>()

function message(seq: number, rev = seq): Message {
  const id = ids.get(seq) ?? createId<MessageId>()
  ids.set(seq, id)
  const clientMessageId = createClientMessageId()
  return { id, roomId, seq, rev, clientMessageId, author, body: `${seq}/${rev}`, postedAt: seq }
}

const page = (from: number, to: number, rest: Partial<Page> = {}): Page => ({
  messages: Array.from({ length: to - from + 1 }, (_, at) => message(from + at)),
  reachedStart: false,
  reachedEnd: false,
  ...rest,
})

/** A room of 100 messages whose last ten are loaded. */
function live(): Timeline {
  const advance = { roomId, since: 0, upto: 100, head: 100, messages: page(91, 100).messages, reset: true as const }
  return applyAdvance(emptyTimeline(roomId), advance).timeline
}

function open(from: number, to: number, timeline = live()): Window {
  const window = openWindow(page(from, to), timeline)
  if (!window) throw new Error('A page with messages opens a window.')
  return window
}

const shown = ({ messages }: { messages: readonly Message[] }) => messages.map(({ body }) => body)

describe('a window that a jump opened', () => {
  test('grows on both sides without a gap', () => {
    const timeline = live()
    const older = growWindow(open(40, 50), page(30, 39, { reachedStart: true }), 'older', timeline)
    const both = growWindow(older, page(51, 60), 'newer', timeline)
    expect([both.floorSeq, both.ceilSeq, both.reachedStart]).toEqual([30, 60, true])
    expect(both.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, at) => 30 + at))
  })

  test('stays as it is where the page before or after it is empty', () => {
    const window = open(40, 50)
    const empty: Page = { messages: [], reachedStart: true, reachedEnd: true }
    const grown = growWindow(window, empty, 'newer', live())
    expect([grown.floorSeq, grown.ceilSeq, grown.reachedStart]).toEqual([40, 50, false])
    expect(growWindow(window, empty, 'older', live()).reachedStart).toBe(true)
  })

  test('shows a change of a message it holds, and no message of the live end', () => {
    const changed = { roomId, since: 100, upto: 102, head: 102, messages: [message(45, 101), message(102)] }
    expect(shown(advanceWindow(open(44, 46), changed))).toEqual(['44/44', '45/101', '46/46'])
  })

  test('does not bring back the text of a message that changed before its page came', () => {
    const changed = { roomId, since: 100, upto: 101, head: 101, messages: [message(45, 101)] }
    const timeline = applyAdvance(live(), changed).timeline
    expect(shown(open(44, 46, timeline))).toEqual(['44/44', '45/101', '46/46'])
    expect(shown(growWindow(open(46, 47, timeline), page(44, 45), 'older', timeline))[1]).toBe('45/101')
  })

  test('is none where the room has nothing there', () => {
    expect(openWindow({ messages: [], reachedStart: true, reachedEnd: true }, live())).toBeUndefined()
  })
})

describe('the live end', () => {
  test('is met by a window that reaches its first message, and by no other', () => {
    const timeline = live()
    expect(meetsLive(open(80, 90), timeline, false)).toBe(false)
    expect(meetsLive(open(80, 91), timeline, false)).toBe(true)
    expect(meetsLive(open(80, 90), timeline, true)).toBe(true)
  })

  test('goes on down to the floor of the window that met it', () => {
    const joined = joinLive(open(80, 91), live())
    expect([joined.floorSeq, joined.cursor, joined.reachedStart]).toEqual([80, 100, false])
    expect(joined.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, at) => 80 + at))
  })

  test('keeps its own floor where that lies lower', () => {
    const timeline = live()
    expect(joinLive(open(95, 99), timeline)).toMatchObject({ floorSeq: 91, messages: timeline.messages })
  })
})
