import { describe, expect, test } from 'vitest'
import { createClientMessageId, createId, type MessageId, type RoomId, type UserId } from '../shared/ids'
import type { Message } from '../shared/model'
import type { WishedChange } from './outgoing'
import { stillUnseen, withOwnChanges } from './own-changes'

const ada = createId<UserId>()
const teo = createId<UserId>()
const roomId = createId<RoomId>()
const NOW = 1_000

function message(body: string, rest: Partial<Message> = {}): Message {
  const clientMessageId = createClientMessageId()
  const author = { id: ada, name: 'Ada' }
  return { id: createId<MessageId>(), roomId, seq: 1, rev: 1, clientMessageId, author, body, postedAt: 1, ...rest }
}

type Change<T = WishedChange> = T extends WishedChange ? Omit<T, 'id' | 'startedAt'> : never
const wish = (change: Change): WishedChange => ({ ...change, id: createId(), startedAt: 1 })
const set = (messageId: MessageId, emoji: string, on: boolean) => wish({ kind: 'react', messageId, emoji, on })
const make = (messages: readonly Message[], ...changes: WishedChange[]) =>
  withOwnChanges(messages, { changes, stored: [] }, ada, NOW)

describe('an own change is shown before it is stored', () => {
  const one = message('One.')
  const two = message('Two.')

  test('an edit, a deletion; the other messages stay the very same', () => {
    const edit = wish({ kind: 'edit', messageId: one.id, body: 'Uno.' })
    const [edited, same] = make([one, two], edit)
    expect([edited?.body, edited?.editedAt]).toEqual(['Uno.', NOW])
    expect(same).toBe(two)
    const [deleted] = make([one], edit, wish({ kind: 'delete', messageId: one.id, sendAt: NOW }))
    expect(deleted).toMatchObject({ body: '', deletedAt: NOW })
  })

  test('without a change the list is the very same', () => {
    const messages = [one, two]
    expect(make(messages)).toBe(messages)
  })

  test('a reaction is set and unset, not toggled, and leaves those of others alone', () => {
    const liked = message('Three.', { reactions: [{ emoji: '👍', userIds: [teo, ada] }] })
    const on = set(liked.id, '👍', true)
    expect(make([liked], on)[0]?.reactions).toEqual([{ emoji: '👍', userIds: [teo, ada] }])
    expect(make([liked], set(liked.id, '👍', false))[0]?.reactions).toEqual([{ emoji: '👍', userIds: [teo] }])
    const party = set(one.id, '🎉', true)
    expect(make([one], party)[0]?.reactions).toEqual([{ emoji: '🎉', userIds: [ada] }])
    expect(make([one], party, set(one.id, '🎉', false))[0]?.reactions).toEqual([])
  })

  test('what is deleted stays so, whatever was wished for it before, and an emoji nobody set is not unset', () => {
    const gone = message('', { deletedAt: 500 })
    expect(make([gone], wish({ kind: 'edit', messageId: gone.id, body: 'Back.' }))).toEqual([gone])
    expect(make([one], set(one.id, '👍', false))[0]?.reactions).toEqual([])
  })

  test('one that was refused for good shows the message as it is', () => {
    const refused = { ...wish({ kind: 'edit', messageId: one.id, body: 'Uno.' }), failed: 'forbidden' as const }
    expect(make([one], refused)).toEqual([one])
  })
})

test('a stored change is kept until the log that is held shows it', () => {
  const one = message('One.', { rev: 4 })
  const change = wish({ kind: 'edit', messageId: one.id, body: 'Uno.' })
  const stored = [{ change, rev: 5 }]
  expect(stillUnseen(stored, [one])).toBe(stored)
  expect(stillUnseen(stored, [{ ...one, rev: 5 }])).toEqual([])
  // A message that is not held shows nothing.
  expect(stillUnseen(stored, [])).toEqual([])
})
