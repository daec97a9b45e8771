import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createId, type MessageId, type RoomId, type UserId } from '../shared/ids'
import { createForbiddenStorage, createStorage } from '../testing/browser-storage'
import { type Draft, forgetDraftsOfOthers, keepDraft, readDraft } from './drafts'

const [ada, teo] = [createId<UserId>(), createId<UserId>()]
const [roomId, otherRoomId] = [createId<RoomId>(), createId<RoomId>()]
const messageId = createId<MessageId>()

beforeEach(() => vi.stubGlobal('localStorage', createStorage()))

describe('what stands unsent in a message box', () => {
  test.each<Draft>([
    { kind: 'message', text: 'Half a sen' },
    { kind: 'message', text: 'So do I', replyTo: messageId },
    { kind: 'message', text: '', replyTo: messageId },
    { kind: 'edit', text: 'A better word', editing: messageId, before: 'what stood there' },
    { kind: 'edit', text: '', editing: messageId, before: '' },
  ])('is there again after a reload: %j', (draft) => {
    keepDraft(ada, roomId, draft)
    expect(readDraft(ada, roomId)).toEqual(draft)
  })

  test('belongs to one person and one room', () => {
    keepDraft(ada, roomId, { kind: 'message', text: 'for this room' })
    expect(readDraft(ada, otherRoomId)).toBeUndefined()
    expect(readDraft(teo, roomId)).toBeUndefined()
  })

  test('leaves nothing behind once it is empty', () => {
    keepDraft(ada, roomId, { kind: 'message', text: 'sent in a moment' })
    keepDraft(ada, roomId, { kind: 'message', text: ' \n' })
    expect(readDraft(ada, roomId)).toBeUndefined()
    expect(localStorage.length).toBe(0)
  })

  test('is forgotten where another person comes in, and nothing else of this browser is', () => {
    keepDraft(ada, roomId, { kind: 'message', text: 'mine' })
    keepDraft(teo, roomId, { kind: 'message', text: 'theirs' })
    keepDraft(teo, otherRoomId, { kind: 'message', text: 'theirs too' })
    localStorage.setItem('something-else', 'kept')
    forgetDraftsOfOthers(ada)
    expect(readDraft(teo, roomId)).toBeUndefined()
    expect(readDraft(teo, otherRoomId)).toBeUndefined()
    expect(readDraft(ada, roomId)).toEqual({ kind: 'message', text: 'mine' })
    expect(localStorage.getItem('something-else')).toBe('kept')
  })
})

describe('whatever else stands in its place', () => {
  test.each(['', 'no json', '7', 'null', '[]', '{}', '{"text":7}'])('is no draft: %s', (kept) => {
    localStorage.setItem(`parley:draft:${ada}/${roomId}`, kept)
    expect(readDraft(ada, roomId)).toBeUndefined()
  })

  test.each([
    ['{"text":"Hi","replyTo":"<script>"}', { kind: 'message', text: 'Hi' }],
    ['{"text":"Hi","editing":7,"before":"x"}', { kind: 'message', text: 'Hi' }],
    [`{"text":"Hi","editing":"${messageId}","before":7}`, { kind: 'edit', text: 'Hi', editing: messageId, before: '' }],
  ])('costs no text that can be told: %s', (kept, draft) => {
    localStorage.setItem(`parley:draft:${ada}/${roomId}`, kept)
    expect(readDraft(ada, roomId)).toEqual(draft)
  })
})

test('where storage is forbidden, writing goes on without it', () => {
  vi.stubGlobal('localStorage', createForbiddenStorage())
  expect(() => keepDraft(ada, roomId, { kind: 'message', text: 'Hi' })).not.toThrow()
  expect(readDraft(ada, roomId)).toBeUndefined()
  expect(() => forgetDraftsOfOthers(ada)).not.toThrow()
})
