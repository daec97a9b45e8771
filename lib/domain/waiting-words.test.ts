// SQLite indexes words a moment after the commit. Nobody who searches may be able to tell, whatever happened meanwhile.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWords, type Words } from '../testing/words'
import { indexWaiting } from './waiting-words'

describe('words that wait for their place in the index', () => {
  let words: Words

  beforeAll(async () => {
    words = await openWords()
  })
  afterAll(() => words.database.close())

  test('each message is indexed once, however often that is asked', async () => {
    await words.post('a lantern')
    await Promise.all([indexWaiting(words.database), indexWaiting(words.database), indexWaiting(words.database)])
    await indexWaiting(words.database)
    expect(await words.found('lantern')).toEqual(['a lantern'])
    expect(await words.stored('lantern')).toBe(1)
  })

  test('a message that was changed meanwhile is found by its new words only', async () => {
    await words.edit(await words.post('an old kettle'), 'a new teapot')
    await indexWaiting(words.database)
    expect([await words.found('kettle'), await words.found('teapot')]).toEqual([[], ['a new teapot']])
  })

  test('one that was deleted meanwhile leaves no word, whether others wait or none', async () => {
    await indexWaiting(words.database)
    const before = await words.stored('')
    await words.remove(await words.post('nobody else waits'))
    await indexWaiting(words.database)
    await words.remove(await words.post('my secretest secret'))
    await words.post('after it')
    await indexWaiting(words.database)
    expect([await words.found('secretest'), await words.stored('secretest')]).toEqual([[], 0])
    expect(await words.stored('')).toBe(before + 1)
    expect(await words.found('after')).toEqual(['after it'])
  })

  test('changing and deleting what is indexed reaches its words at once', async () => {
    const [kept, gone] = [await words.post('a copper bell'), await words.post('a bronze bell')]
    await indexWaiting(words.database)
    await words.edit(kept, 'a silver bell')
    await words.remove(gone)
    expect([await words.found('copper'), await words.found('bronze'), await words.found('bell')]).toEqual([
      [],
      [],
      ['a silver bell'],
    ])
    expect([await words.stored('copper'), await words.stored('bronze')]).toEqual([0, 0])
  })

  test('rows that are gone from the top of the log give their numbers to no other', async () => {
    const last = await words.post('the topmost')
    await indexWaiting(words.database)
    await words.database.write.deleteFrom('messages').where('id', '=', last).execute()
    expect(await words.stored('topmost')).toBe(0)
    await words.post('the next topmost')
    await indexWaiting(words.database)
    expect(await words.found('topmost')).toEqual(['the next topmost'])
  })

  test('more than one lot is indexed to the end', async () => {
    await words.postMany(500, 'pebble')
    await indexWaiting(words.database)
    expect(await words.stored('pebble')).toBe(500)
    expect((await words.found('pebble', 3)).at(0)).toBe('pebble 499')
  })
  test('new words are merged with older ones half as often as SQLite would do it by itself', async () => {
    const { rows } = await sql`select v from message_words_config where k = 'automerge'`.execute(words.database.read)
    expect(rows).toEqual([{ v: 8 }])
  })
})
