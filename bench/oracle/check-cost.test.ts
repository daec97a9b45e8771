import { expect, test } from 'vitest'
import { createRandom } from '#lib/testing/random'
import { check, describeViolations } from './check'
import type { Facts } from './facts'
import type { HistoryRecord } from './history'
import { sampleHistory } from './sample-history'

/** The same small history in so many rooms, each with tabs of its own. */
function inRooms(count: number): { records: HistoryRecord[]; facts: Facts } {
  const one = sampleHistory(createRandom(1))
  const places = Array.from({ length: count }, (_, at) => (name: string) => `${name} ${at}`)
  const records = places.flatMap((named) =>
    one.records.map((record): HistoryRecord => {
      const { client, room } = { client: named(record.client), room: named(record.room) }
      if (record.op === 'ack') return { ...record, client, room, id: named(record.id) }
      if (!('items' in record)) return { ...record, client, room }
      return { ...record, client, room, items: record.items.map((item) => ({ ...item, id: named(item.id) })) }
    }),
  )
  const facts = {
    ...one.facts,
    rooms: places.flatMap((named) => one.facts.rooms.map((room) => ({ ...room, id: named(room.id) }))),
    messages: places.flatMap((named) =>
      one.facts.messages.map((row) => ({ ...row, id: named(row.id), room: named(row.room) })),
    ),
    stays: places.flatMap((named) => one.facts.stays.map((stay) => ({ ...stay, room: named(stay.room) }))),
  }
  return { records, facts }
}

/** How often a record is looked at while all are judged, and what is found. */
function looksAtEach(count: number): { looks: number; found: string[] } {
  const { records, facts } = inRooms(count)
  let looks = 0
  const counted = records.map(
    (record) =>
      new Proxy(record, {
        get(target, name) {
          looks += 1
          return Reflect.get(target, name)
        },
      }),
  )
  const found = describeViolations(check(counted, facts))
  return { looks: looks / records.length, found }
}

test('however many tabs there are, a record is looked at as often: what a soak leaves can be judged', () => {
  const [few, many] = [looksAtEach(2), looksAtEach(40)]
  expect([few.found, many.found]).toEqual([[], []])
  expect(many.looks).toBeLessThan(few.looks * 1.1)
})
