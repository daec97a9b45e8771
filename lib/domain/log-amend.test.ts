import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type MessageId, type RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Message } from '../shared/model'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, newPost, type People, tell } from '../testing/people'
import type { LogChange } from './log-change'
import { leaveRoom } from './members'
import { findSnapshot } from './messages'

/** Emoji to react with; all of them are their own. */
const EMOJI = Array.from({ length: 40 }, (_, index) => String.fromCodePoint(0x1f600 + index))

describeOnDialects('changing what stands in the log', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  let roomId: RoomId
  let messageId: MessageId
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    bo = await people.guest('Bo')
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    roomId = (await people.room(ada, bo)).id
    const [place] = await people.post(roomId, ada, 'Hello')
    if (!place) throw new Error('nothing was posted')
    messageId = place.id
  })

  const edit = (by: Guest, body: string): LogChange => ({ kind: 'edit', roomId, userId: by.userId, messageId, body })
  const remove = (by: Guest): LogChange => ({ kind: 'delete', roomId, userId: by.userId, messageId })
  const react = (by: Guest, emoji: string, on = true): LogChange => {
    return { kind: 'react', roomId, userId: by.userId, messageId, emoji, on }
  }
  const told = async (...changes: LogChange[]) => tell((await people.write(...changes)).outcomes)

  async function seen(): Promise<Message | undefined> {
    const member = await people.see(roomId, ada)
    const { advance } = await database.snapshot((trx) => findSnapshot(trx, member))
    return advance.messages.find(({ id }) => id === messageId)
  }

  test('an edit takes a rev and leaves the place and the time of posting', async () => {
    const before = await seen()
    people.time.now += HOUR
    const { outcomes, ranges } = await people.write(edit(ada, 'Hello again'))
    expect(tell(outcomes)).toEqual([2])
    expect(ranges).toMatchObject([{ since: 1, upto: 2, head: 2 }])
    const after = await seen()
    expect(after).toEqual({ ...before, rev: 2, body: 'Hello again', editedAt: after?.editedAt })
    expect(after?.editedAt).toBeGreaterThanOrEqual(after?.postedAt ?? 0)
    expect(ranges[0]?.messages).toEqual([after])
  })

  test('nobody edits or deletes what another wrote', async () => {
    expect(await told(edit(bo, 'mine now'), remove(bo))).toEqual(['forbidden', 'forbidden'])
    expect(await seen()).toMatchObject({ body: 'Hello', rev: 1 })
  })

  test('a deletion blanks text, reactions and hash at once, and leaves a tombstone with its rev', async () => {
    await people.write(react(bo, '👍'))
    expect(await told(remove(ada))).toEqual([3])
    const tombstone = await seen()
    expect(tombstone).toMatchObject({ body: '', seq: 1, rev: 3 })
    expect(tombstone?.deletedAt).toBeGreaterThanOrEqual(tombstone?.postedAt ?? 0)
    expect(tombstone).not.toHaveProperty('reactions')
    const row = await database.read.selectFrom('messages').selectAll().where('id', '=', messageId).executeTakeFirst()
    expect(row).toMatchObject({ body: '', posted_hash: null })
    const left = await database.read.selectFrom('reactions').selectAll().where('message_id', '=', messageId).execute()
    expect(left).toEqual([])
  })

  test('what was deleted is not found by an edit or a reaction, and deleting it again is nothing new', async () => {
    await people.write(remove(ada))
    expect(await told(edit(ada, 'back'), react(bo, '👍'), react(bo, '👍', false))).toEqual(Array(3).fill('not_found'))
    expect(await told(remove(ada))).toEqual([2])
    expect(await seen()).toMatchObject({ body: '', rev: 2 })
  })

  test('a reaction is one per person and emoji, in the order they came', async () => {
    expect(await told(react(bo, '👍'), react(ada, '🎉'), react(ada, '👍'))).toEqual([2, 3, 4])
    expect((await seen())?.reactions).toEqual([
      { emoji: '👍', userIds: [bo.userId, ada.userId] },
      { emoji: '🎉', userIds: [ada.userId] },
    ])
    expect(await told(react(bo, '👍', false))).toEqual([5])
    // Ordered by the oldest that is left of each.
    expect((await seen())?.reactions).toEqual([
      { emoji: '🎉', userIds: [ada.userId] },
      { emoji: '👍', userIds: [ada.userId] },
    ])
  })

  test('setting what is already so takes no rev', async () => {
    await people.write(react(bo, '👍'), edit(ada, 'Hello'))
    const { outcomes, ranges } = await people.write(
      react(bo, '👍'),
      edit(ada, 'Hello'),
      react(ada, '👍', false),
      react(bo, '🎉', false),
    )
    expect(tell(outcomes)).toEqual([2, 2, 2, 2])
    expect([ranges, (await people.see(roomId, ada)).head]).toEqual([[], 2])
  })

  test('a message bears twenty kinds of emoji, and more people under each', async () => {
    const kinds = EMOJI.slice(0, SIZES.reactionsPerMessage)
    await people.write(...kinds.map((emoji) => react(ada, emoji)))
    const one = EMOJI[0] ?? ''
    const extra = EMOJI[SIZES.reactionsPerMessage] ?? ''
    const { outcomes } = await people.write(react(bo, extra), react(bo, one))
    expect(tell(outcomes)).toEqual(['conflict', 22])
    const refused = outcomes[0]
    expect(refused?.ok === false && refused.refusal.detail.fields).toEqual({ emoji: 'too_many' })
    expect(await told(react(ada, EMOJI[1] ?? '', false), react(bo, extra))).toEqual([23, 24])
    expect((await seen())?.reactions).toHaveLength(20)
  })

  test('a message of another room is not found, nor one that never was', async () => {
    const elsewhere = (await people.room(ada)).id
    const astray = [edit(ada, 'x'), remove(ada), react(ada, '👍')].map((change) => ({ ...change, roomId: elsewhere }))
    expect(await told(...astray)).toEqual(['not_found', 'not_found', 'not_found'])
    expect(await told({ ...remove(ada), messageId: createId<MessageId>() } as LogChange)).toEqual(['not_found'])
    expect(await seen()).toMatchObject({ body: 'Hello', rev: 1 })
  })

  test('who left changes nothing any more, not even their own', async () => {
    await database.transact((trx) => leaveRoom(trx, { roomId, userId: ada.userId }))
    expect(await told(edit(ada, 'x'), remove(ada), react(ada, '👍'))).toEqual(Array(3).fill('not_found'))
    await people.join(roomId, ada)
    expect(await seen()).toMatchObject({ body: 'Hello', rev: 1 })
  })

  test('posts and changes in one batch follow each other: each sees the ones before it', async () => {
    const { outcomes, ranges } = await people.write(
      newPost(roomId, ada, 'second'),
      edit(ada, 'once'),
      edit(ada, 'twice'),
      newPost(roomId, bo, 'third'),
      react(bo, '👍'),
      remove(ada),
      edit(ada, 'too late'),
    )
    expect(tell(outcomes)).toEqual([2, 3, 4, 5, 6, 7, 'not_found'])
    expect(ranges).toHaveLength(1)
    expect(ranges[0]).toMatchObject({ since: 1, upto: 7, head: 7 })
    // Each message once, as it is in the end, by rev: what catch-up would read.
    expect(ranges[0]?.messages.map(({ seq, rev, body }) => [seq, rev, body])).toEqual([
      [2, 2, 'second'],
      [5, 5, 'third'],
      [1, 7, ''],
    ])
  })
})
