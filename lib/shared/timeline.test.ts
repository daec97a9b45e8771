import { describe, expect, test } from 'vitest'
import { createClientMessageId, createId, type MessageId, type RoomId, type UserId } from './ids'
import type { Advance, Message, Page } from './model'
import {
  type Applied,
  applyAdvance,
  applyOlderPage,
  emptyTimeline,
  isBehind,
  noteHead,
  type Timeline,
} from './timeline'

const roomId = createId<RoomId>()
const author = { id: createId<UserId>(), name: 'Ada' }
const ids = new Map<number, MessageId>()

/** The message posted at `seq`, as it is since `rev`. */
function message(seq: number, rev = seq): Message {
  const id = ids.get(seq) ?? createId<MessageId>()
  ids.set(seq, id)
  return {
    id,
    roomId,
    seq,
    rev,
    clientMessageId: createClientMessageId(),
    author,
    body: `${seq}/${rev}`,
    postedAt: seq,
  }
}

type Span = { since: number; upto: number; head?: number; reset?: true }

function advance({ since, upto, head = upto, ...rest }: Span, ...messages: Message[]): Advance {
  return { roomId, since, upto, head, messages, ...rest }
}

const snapshot = (upto: number, ...messages: Message[]) => advance({ since: 0, upto, reset: true }, ...messages)
const page = (reachedStart: boolean, ...messages: Message[]): Page => ({ messages, reachedStart, reachedEnd: false })
const apply = (timeline: Timeline, ...advances: Advance[]) =>
  advances.reduce((held, each) => applyAdvance(held, each).timeline, timeline)
const start = (...advances: Advance[]) => apply(emptyTimeline(roomId), ...advances)
const shown = ({ messages }: Timeline) => messages.map(({ body }) => body)
const isComplete = (applied: Applied) => applied.kind === 'applied' && applied.isComplete

describe('an advance that follows the cursor', () => {
  test('adds what was posted, by seq, and moves the cursor to its end', () => {
    const timeline = start(
      advance({ since: 0, upto: 2 }, message(2), message(1)),
      advance({ since: 2, upto: 3 }, message(3)),
    )
    expect(shown(timeline)).toEqual(['1/1', '2/2', '3/3'])
    expect([timeline.cursor, timeline.head, isBehind(timeline)]).toEqual([3, 3, false])
  })

  test('may overlap what is known: a range covers a message that changed twice', () => {
    const timeline = start(advance({ since: 0, upto: 3 }, message(1, 3)), advance({ since: 1, upto: 4 }, message(2, 4)))
    expect([shown(timeline), timeline.cursor]).toEqual([['1/3', '2/4'], 4])
  })

  test('says whether more is to be caught up', () => {
    expect(isComplete(applyAdvance(start(), advance({ since: 0, upto: 1, head: 3 }, message(1))))).toBe(false)
    expect(isComplete(applyAdvance(start(), advance({ since: 0, upto: 3 }, message(1))))).toBe(true)
  })

  test('without news keeps the very list, so that nothing is drawn again', () => {
    const timeline = start(advance({ since: 0, upto: 1 }, message(1)))
    expect(apply(timeline, advance({ since: 0, upto: 1 }, message(1)), advance({ since: 1, upto: 1 })).messages).toBe(
      timeline.messages,
    )
  })
})

describe('an advance that comes doubled, late or early', () => {
  const first = advance({ since: 0, upto: 1 }, message(1))
  const second = advance({ since: 1, upto: 2 }, message(1, 2))

  test('changes nothing the second time', () => {
    const timeline = start(first, second)
    expect(apply(timeline, second, first, second)).toEqual(timeline)
  })

  test('never replaces a message by an older one, and never moves the cursor down', () => {
    const timeline = start(advance({ since: 0, upto: 5 }, message(1, 5)))
    expect([shown(apply(timeline, second)), apply(timeline, second).cursor]).toEqual([['1/5'], 5])
  })

  test('that starts after the cursor is a gap: only the head is noted', () => {
    const applied = applyAdvance(start(first), advance({ since: 2, upto: 3 }, message(3)))
    expect(applied).toEqual({ kind: 'gap', timeline: { ...start(first), head: 3 } })
    expect(isBehind(applied.timeline)).toBe(true)
  })
})

describe('a snapshot', () => {
  test('replaces all that was held, and sets the cursor to the head', () => {
    const timeline = apply(
      start(advance({ since: 0, upto: 2 }, message(1), message(2))),
      snapshot(90, message(80), message(81)),
    )
    expect(shown(timeline)).toEqual(['80/80', '81/81'])
    expect([timeline.cursor, timeline.head, timeline.floorSeq, timeline.reachedStart]).toEqual([90, 90, 80, false])
  })

  test('of an empty room has nothing above it', () => {
    const timeline = start(snapshot(0))
    expect([timeline.reachedStart, shown(apply(timeline, advance({ since: 0, upto: 1 }, message(1))))]).toEqual([
      true,
      ['1/1'],
    ])
  })

  test('that was overtaken on its way is dropped', () => {
    const timeline = start(snapshot(5, message(5)), advance({ since: 5, upto: 9 }, message(9)))
    expect(apply(timeline, snapshot(5, message(5)), snapshot(7, message(5, 7)))).toEqual(timeline)
  })

  test('below the cursor it answers is of a restored database, and counts', () => {
    const timeline = start(snapshot(500, message(499), message(500)))
    const restored = advance({ since: 500, upto: 400, reset: true }, message(400))
    expect([shown(apply(timeline, restored)), apply(timeline, restored).cursor]).toEqual([['400/400'], 400])
    expect(isComplete(applyAdvance(timeline, restored))).toBe(true)
  })

  test('tells of a head beyond it', () => {
    expect(isComplete(applyAdvance(start(), advance({ since: 0, upto: 5, head: 8, reset: true }, message(5))))).toBe(
      false,
    )
  })
})

describe('a page of older messages', () => {
  const window = start(snapshot(60, message(50), message(55)))

  test('widens the window downwards and leaves the cursor', () => {
    const wider = applyOlderPage(window, page(false, message(30), message(40, 58)), window)
    expect(shown(wider)).toEqual(['30/30', '40/58', '50/50', '55/55'])
    expect([wider.cursor, wider.floorSeq, wider.reachedStart]).toEqual([60, 30, false])
  })

  test('tells when the start is reached, also without messages', () => {
    expect(applyOlderPage(window, page(true), window)).toEqual({ ...window, reachedStart: true })
  })

  test('does not bring back an older state of what changed meanwhile', () => {
    const later = apply(window, advance({ since: 60, upto: 61 }, message(40, 61)))
    expect(shown(later)).toEqual(shown(window))
    expect(shown(applyOlderPage(later, page(false, message(40)), window))).toEqual(['40/61', '50/50', '55/55'])
    const two = applyOlderPage(later, page(false, message(45)), window)
    expect(shown(applyOlderPage(two, page(true, message(40)), two))).toEqual(['40/61', '45/45', '50/50', '55/55'])
  })

  test('asked for a window that is gone is dropped, or it would leave a hole', () => {
    const moved = apply(window, advance({ since: 60, upto: 900, reset: true }, message(880)))
    expect(applyOlderPage(moved, page(false, message(40)), window)).toBe(moved)
    const wider = applyOlderPage(window, page(false, message(40)), window)
    expect(applyOlderPage(wider, page(false, message(40)), window)).toBe(wider)
    const reset = apply(window, snapshot(70, message(50), message(55, 70)))
    expect(applyOlderPage(reset, page(false, message(40)), window)).toBe(reset)
  })
})

test('a head that was heard of makes a timeline behind, and never goes down', () => {
  const timeline = start(advance({ since: 0, upto: 2 }, message(2)))
  expect(isBehind(noteHead(timeline, 5))).toBe(true)
  expect(noteHead(timeline, 2)).toBe(timeline)
  expect(noteHead(timeline, 1)).toBe(timeline)
})
