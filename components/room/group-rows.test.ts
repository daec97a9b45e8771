import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Notice, OutgoingMessage } from '#lib/client/room-state'
import type { ClientMessageId, MessageId, RoomId, UserId } from '#lib/shared/ids'
import type { Message } from '#lib/shared/model'
import { createUtcClock } from './clock'
import { groupRows, type Row, type RowInput } from './group-rows'
import { isSameRow } from './same-row'

const MINUTE = 60_000
const NINE = Date.UTC(2026, 10, 21, 9)
const ME = 'me' as UserId

function message(seq: number, author: string, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}` as MessageId,
    roomId: 'room' as RoomId,
    seq,
    rev: seq,
    clientMessageId: `c${seq}` as ClientMessageId,
    author: { id: author as UserId, name: author },
    body: `text ${seq}`,
    postedAt: NINE + seq * 1_000,
    ...more,
  }
}

function outgoing(id: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    clientMessageId: id as ClientMessageId,
    body: id,
    startedAt: NINE + MINUTE,
    status: 'pending',
    ...more,
  } as OutgoingMessage
}

function notice(id: string, kind: 'joined' | 'left', userId: string, afterSeq: number): Notice {
  return { id, kind, userId: userId as UserId, name: userId, at: NINE, afterSeq }
}

function rowsOf(input: Partial<RowInput>): Row[] {
  const nothing: RowInput = {
    messages: [],
    reachedStart: true,
    outbox: [],
    notices: [],
    self: { userId: ME },
    dayOf: createUtcClock('en-GB').dayOf,
  }
  return groupRows({ ...nothing, ...input })
}

/** A row in short: "day", "Ada*" for the first of a group, "Ada" for one that continues it, "+Bob" for a notice. */
function shortOf(row: Row): string {
  switch (row.kind) {
    case 'day':
      return 'day'
    case 'divider':
      return 'new'
    case 'notice':
      return row.lines
        .map((line) => {
          if (line.kind === 'renamed') return `${line.before}>${line.name}`
          return (line.kind === 'joined' ? '+' : '-') + line.people.map(({ name }) => name)
        })
        .join(' ')
    case 'message':
      return `${row.message.author.name}${row.isFirst ? '*' : ''}`
    case 'outgoing':
      return `(${row.outgoing.clientMessageId})${row.isFirst ? '*' : ''}`
  }
}

function inShort(rows: Row[]): string[] {
  return rows.map(shortOf)
}

describe('messages of one author stand under one name [E22]', () => {
  it('within five minutes and not beyond', () => {
    const late = message(3, 'Ada', { postedAt: NINE + 1_000 + 6 * MINUTE })
    expect(inShort(rowsOf({ messages: [message(1, 'Ada'), message(2, 'Ada'), late] }))).toEqual([
      'day',
      'Ada*',
      'Ada',
      'Ada*',
    ])
  })

  it('not across another author, a reply, a notice or midnight', () => {
    const midnight = Date.UTC(2026, 10, 22)
    const messages = [
      message(1, 'Ada'),
      message(2, 'Teo'),
      message(3, 'Teo', { replyTo: 'm1' as MessageId }),
      message(4, 'Teo'),
      message(5, 'Teo'),
      message(6, 'Teo', { postedAt: midnight - 1 }),
      message(7, 'Teo', { postedAt: midnight }),
    ]
    expect(inShort(rowsOf({ messages, notices: [notice('n', 'joined', 'Bob', 4)] }))).toEqual([
      'day',
      'Ada*',
      'Teo*',
      'Teo*',
      'Teo',
      '+Bob',
      'Teo*',
      'Teo*',
      'day',
      'Teo*',
    ])
  })
})

describe('notices collapse [E26]', () => {
  it('into who came and who went since the last message', () => {
    const notices = [
      notice('1', 'joined', 'Ada', 1),
      notice('2', 'joined', 'Teo', 1),
      notice('3', 'left', 'Teo', 1),
      notice('4', 'joined', 'Bob', 1),
      notice('5', 'left', 'Cy', 2),
    ]
    const rows = rowsOf({ messages: [message(1, 'Mina'), message(2, 'Mina')], notices })
    expect(inShort(rows)).toEqual(['day', 'Mina*', '+Ada,Bob -Teo', 'Mina*', '-Cy'])
  })

  it('and name last who came or went last', () => {
    const notices = [
      notice('1', 'joined', 'Ada', 1),
      notice('2', 'joined', 'Teo', 1),
      notice('3', 'left', 'Ada', 1),
      notice('4', 'joined', 'Ada', 1),
    ]
    expect(inShort(rowsOf({ messages: [message(1, 'Mina')], notices }))).toEqual(['day', 'Mina*', '+Teo,Ada'])
  })

  it('and those from before the loaded part are left out', () => {
    const notices = [notice('1', 'joined', 'Ada', 3)]
    expect(inShort(rowsOf({ messages: [message(9, 'Mina')], notices, reachedStart: false }))).toEqual(['day', 'Mina*'])
    expect(inShort(rowsOf({ messages: [message(9, 'Mina')], notices }))).toEqual(['+Ada', 'day', 'Mina*'])
  })
})

it('the unread divider stands before the first unread message of another, and starts a group [E5]', () => {
  const messages = [message(1, 'Ada'), message(2, ME), message(3, 'Ada'), message(4, 'Ada')]
  const shown = (more: Partial<RowInput>) => rowsOf({ messages, ...more }).map(shortOf)
  expect(shown({ dividerAfter: 1 })).toEqual(['day', 'Ada*', 'me*', 'new', 'Ada*', 'Ada'])
  for (const none of [{ dividerAfter: 4 }, { dividerAfter: 0, reachedStart: false }])
    expect(shown(none)).not.toContain('new')
})

describe('deleted messages [E28]', () => {
  const deleted = message(1, 'Ada', { body: '', deletedAt: NINE })

  it('are gone', () => {
    expect(inShort(rowsOf({ messages: [deleted, message(2, 'Teo')] }))).toEqual(['day', 'Teo*'])
  })

  it('leave a tombstone while a loaded message replies to them', () => {
    const rows = rowsOf({ messages: [deleted, message(2, 'Teo', { replyTo: deleted.id })] })
    expect(inShort(rows)).toEqual(['day', 'Ada*', 'Teo*'])
    expect(rows[2]).toMatchObject({ quote: { kind: 'known', id: 'm1', isDeleted: true, text: '' } })
  })

  it('and not for the sake of a reply that is deleted itself', () => {
    const reply = message(2, 'Teo', { replyTo: deleted.id, body: '', deletedAt: NINE })
    expect(inShort(rowsOf({ messages: [deleted, reply, message(3, 'Teo')] }))).toEqual(['day', 'Teo*'])
  })

  it('leave no empty day behind', () => {
    const yesterday = message(1, 'Ada', { body: '', deletedAt: NINE, postedAt: NINE - 24 * 60 * MINUTE })
    expect(inShort(rowsOf({ messages: [yesterday, message(2, 'Teo')] }))).toEqual(['day', 'Teo*'])
  })
})

describe('replies [E29]', () => {
  const reply = message(2, 'Teo', { replyTo: message(1, 'Ada').id })

  it('quote who wrote what', () => {
    const [, , row] = rowsOf({ messages: [message(1, 'Ada'), reply] })
    expect(row).toMatchObject({ quote: { kind: 'known', id: 'm1', author: { name: 'Ada' }, text: 'text 1' } })
  })

  it('to what is not loaded say so until it is known, also while they are on their way', () => {
    const [, row] = rowsOf({ messages: [reply], reachedStart: false })
    expect(row).toMatchObject({ quote: { kind: 'unknown', id: 'm1' } })
    const [, waiting] = rowsOf({ outbox: [outgoing('c1', { replyTo: message(1, 'Ada').id })] })
    expect(waiting).toMatchObject({ kind: 'outgoing', quote: { kind: 'unknown', id: 'm1' } })
  })

  it('look the same only while their quote does', () => {
    const [, , known] = rowsOf({ messages: [message(1, 'Ada'), reply] })
    const [, , again] = rowsOf({ messages: [message(1, 'Ada'), reply] })
    const [, , edited] = rowsOf({ messages: [message(1, 'Ada', { body: 'other' }), reply] })
    const [, unknown] = rowsOf({ messages: [reply] })
    if (!known || !again || !edited || !unknown) throw new Error('A row is missing.')
    expect([again, edited, unknown].map((row) => isSameRow(known, row))).toEqual([true, false, false])
  })
})

describe('own messages on their way [E12]', () => {
  it('stand at the end and keep their key when the stored message takes their place', () => {
    const [, before] = rowsOf({ outbox: [outgoing('c1')] })
    const [, after] = rowsOf({ messages: [message(1, ME)], outbox: [outgoing('c1')] })
    expect(before).toMatchObject({ kind: 'outgoing', key: 'me:c1' })
    expect(after).toMatchObject({ kind: 'message', key: 'me:c1' })
    expect(rowsOf({ messages: [message(1, ME)], outbox: [outgoing('c1')] })).toHaveLength(2)
  })

  it("another person's message with the same client id does not hide mine", () => {
    expect(inShort(rowsOf({ messages: [message(1, 'Eve')], outbox: [outgoing('c1')] }))).toEqual([
      'day',
      'Eve*',
      '(c1)*',
    ])
  })

  it('continue the own group, and open a new day when one has begun', () => {
    const messages = [message(1, ME)]
    expect(inShort(rowsOf({ messages, outbox: [outgoing('a'), outgoing('b')] }))).toEqual(['day', 'me*', '(a)', '(b)'])
    const tomorrow = outgoing('a', { startedAt: NINE + 24 * 60 * MINUTE })
    expect(inShort(rowsOf({ messages, outbox: [tomorrow] }))).toEqual(['day', 'me*', 'day', '(a)*'])
  })
})

it('every row has its own key and messages stay in order of seq, whatever the clocks said', () => {
  const author = fc.constantFrom('Ada', 'Teo', 'me')
  const drift = fc.integer({ min: -3 * 24 * 60 * MINUTE, max: 3 * 24 * 60 * MINUTE })
  const shape = fc.record({ author, drift, isDeleted: fc.boolean() })
  const came = fc.record({ afterSeq: fc.nat(30), isJoin: fc.boolean(), author })
  fc.assert(
    fc.property(fc.array(shape, { maxLength: 30 }), fc.array(came, { maxLength: 12 }), (shapes, comings) => {
      const messages = shapes.map((one, index) =>
        message(index + 1, one.author, {
          postedAt: NINE + one.drift,
          ...(one.isDeleted ? { body: '', deletedAt: NINE } : {}),
        }),
      )
      const notices = comings.map((one, index) =>
        notice(`${index}`, one.isJoin ? 'joined' : 'left', one.author, one.afterSeq),
      )
      const rows = rowsOf({ messages, notices, outbox: [outgoing('x'), outgoing('y')] })
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      const seqs = rows.flatMap((row) => (row.kind === 'message' ? [row.message.seq] : []))
      expect(seqs).toEqual(messages.filter(({ deletedAt }) => deletedAt === undefined).map(({ seq }) => seq))
    }),
  )
})
