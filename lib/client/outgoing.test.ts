import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClientMessageId, createId, type MessageId } from '../shared/ids'
import {
  aged,
  dueNow,
  EXPIRES_AFTER,
  type Outgoing,
  readWishes,
  renewed,
  type WishedChange,
  withWish,
} from './outgoing'

const messageId = createId<MessageId>()
const base = (id: string) => ({ id, startedAt: 1_000 })
const post = (body: string): Outgoing => {
  const clientMessageId = createClientMessageId()
  return { ...base(clientMessageId), kind: 'post', clientMessageId, body }
}
const edit = (body: string): WishedChange => ({ ...base(createId()), kind: 'edit', messageId, body })
const react = (emoji: string, on: boolean): WishedChange => ({
  ...base(createId()),
  kind: 'react',
  messageId,
  emoji,
  on,
})
const remove = (): WishedChange => ({ ...base(createId()), kind: 'delete', messageId, sendAt: 0 })
const add = (...wishes: Outgoing[]) => wishes.reduce<Outgoing[]>(withWish, [])

describe('of what waits', () => {
  test('every message goes out, in order', () => {
    const all = [post('One.'), post('Two.'), post('One.')]
    expect(add(...all)).toEqual(all)
  })

  test('the last edit of a message counts, and the last word on each emoji', () => {
    const [last, off, party] = [edit('Two.'), react('👍', false), react('🎉', true)]
    expect(add(edit('One.'), react('👍', true), last, off, party)).toEqual([last, off, party])
  })

  test('a deletion ends everything else about its message', () => {
    const gone = remove()
    expect(add(edit('One.'), react('👍', true), gone)).toEqual([gone])
  })

  test('nothing goes out twice: the same wish again takes its own place', () => {
    const [first, second] = [post('One.'), post('Two.')]
    expect(add(first, second, { ...first, failed: 'offline' })).toEqual([second, { ...first, failed: 'offline' }])
  })

  test('a reaction and a deletion are never too old: they change what is there already', () => {
    const [liked, gone] = [react('👍', true), remove()]
    expect(aged([liked, gone], 1_001 + 7 * EXPIRES_AFTER)).toEqual([liked, gone])
  })

  test('what was given up is remembered for two days, in case it was stored after all, and then forgotten', () => {
    const clientMessageId = createClientMessageId()
    const given: Outgoing = { ...base(createId()), kind: 'discarded', clientMessageId }
    expect(aged([given], 1_000 + 2 * EXPIRES_AFTER)).toEqual([given])
    expect(aged([given], 1_001 + 2 * EXPIRES_AFTER)).toEqual([])
  })

  test('what is sent again has a day to go, and a deletion on a page that is left can be undone no more', () => {
    const failed: Outgoing = { ...post('One.'), failed: 'expired' }
    const { startedAt, ...again } = renewed(failed)
    expect(again).not.toHaveProperty('failed')
    expect(Date.now() - startedAt).toBeLessThan(60_000)
    const gone = { ...remove(), sendAt: 5_000 }
    expect([dueNow(gone), dueNow(failed)]).toEqual([{ ...gone, sendAt: 0 }, failed])
  })

  test('what waited for a day is left to its author, and is never sent by itself', () => {
    const [old, young] = [post('Old.'), { ...post('Young.'), startedAt: 2_000 }]
    const [first, second] = aged([old, young], 1_001 + EXPIRES_AFTER)
    expect([first?.failed, second?.failed]).toEqual(['expired', undefined])
  })
})

describe('what the browser had kept', () => {
  test('is read back as it was', () => {
    const clientMessageId = createClientMessageId()
    const all: Outgoing[] = [
      post('One.'),
      { ...base(clientMessageId), kind: 'post', clientMessageId, body: 'Two.', replyTo: messageId },
      edit('Three.'),
      remove(),
      react('👍', true),
      { ...base(createId()), kind: 'discarded', clientMessageId },
    ]
    expect(readWishes(JSON.parse(JSON.stringify(all)))).toEqual(all)
  })

  test('is dropped where it is anything else', () => {
    expect(readWishes([{ ...post('One.'), clientMessageId: 'x' }])).toEqual([])
    expect(
      readWishes([
        { ...post('One.'), kind: 'shout' },
        { ...post('One.'), replyTo: 'x' },
        { ...remove(), id: 7 },
      ]),
    ).toEqual([])
    expect(readWishes([{ ...edit('One.'), messageId: 7 }, { ...remove(), sendAt: '0' }, null])).toEqual([])
    fc.assert(fc.property(fc.anything(), (anything) => readWishes([anything, anything]).length === 0))
  })
})
