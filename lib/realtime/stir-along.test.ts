import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import type { Stirred } from '../shared/model'
import { SERVER_TIMES } from '../shared/server-times'
import { describeOnDialects } from '../testing/databases'
import { createPeople } from '../testing/people'
import { postRange } from '../testing/ranges'
import { createStir, type Stir } from './stir'

const room = createId<RoomId>()
let alone: Stirred[]
let stir: Stir

const post = (seq: number, body?: string) => postRange(room, seq, body)

describe('what was posted', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    alone = []
    // Nobody has to be asked.
    const database = { read: undefined as never }
    stir = createStir({
      database,
      emit: (stirred) => alone.push(stirred),
      onError: (error) => {
        throw error
      },
    })
  })
  afterEach(() => {
    stir.close()
    vi.useRealTimers()
  })

  test('goes along with the first advance, which brings it sooner than a second of its own', () => {
    stir.committed([post(1), post(2)])
    expect(stir.along(room)).toMatchObject({ upto: 2, mentioned: [], last: { text: '2' } })
    expect(stir.along(room)).toBeUndefined()
  })

  test('goes along at most once a second, and then with all there was', () => {
    stir.committed([post(1)])
    stir.along(room)
    for (let seq = 2; seq <= 10; seq++) {
      vi.advanceTimersByTime(100)
      stir.committed([post(seq)])
      expect(stir.along(room)).toBeUndefined()
    }
    vi.advanceTimersByTime(100)
    expect(stir.along(room)).toMatchObject({ upto: 10, posts: { length: 9 } })
  })

  test('is told alone where no advance takes it along, once', async () => {
    stir.committed([post(1)])
    stir.along(room)
    vi.advanceTimersByTime(100)
    stir.committed([post(2)])
    vi.advanceTimersByTime(SERVER_TIMES.stirredAtLatest)
    await vi.waitFor(() => expect(alone).toMatchObject([{ upto: 2 }]))
    expect(stir.along(room)).toBeUndefined()
  })

  test('does not go along in another room', () => {
    stir.committed([post(1)])
    expect(stir.along(createId<RoomId>())).toBeUndefined()
  })

  test('is told nobody after the close', async () => {
    stir.committed([post(1)])
    stir.close()
    vi.advanceTimersByTime(10 * SERVER_TIMES.stirredAtLatest)
    expect(stir.along(room)).toBeUndefined()
    expect(alone).toEqual([])
  })
})

describeOnDialects('what may name somebody', ({ open }) => {
  test('goes alone, once it is known whom', async () => {
    const database = await open()
    const people = createPeople(database)
    const [ada, teo] = [await people.guest('Ada'), await people.guest('Teo')]
    const { id } = await people.room(ada, teo)
    const told: Stirred[] = []
    const telling = createStir({
      database,
      emit: (stirred) => told.push(stirred),
      onError: (error) => {
        throw error
      },
    })
    const { roomId: _, ...range } = post(1, 'where are you, @Teo?')
    telling.committed([{ ...range, roomId: id }])
    expect(telling.along(id)).toBeUndefined()
    await vi.waitFor(() => expect(told).toMatchObject([{ roomId: id, upto: 1, mentioned: [teo.userId] }]))
    telling.close()
    await database.close()
  })
})
