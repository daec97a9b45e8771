import { expect, test } from 'vitest'
import { createRandom, seedsFor } from '#lib/testing/random'
import { staysOf } from '../oracle/facts'
import type { HistoryRecord } from '../oracle/history'
import { followLiving } from './living'

const MEMBERS = ['ada', 'bo']
const ROOMS = ['attic', 'cellar']
const OPS = ['join', 'leave', 'kick', 'close', 'connect'] as const

test.each(seedsFor(20))(
  'who is waited for is what the whole history says, however it came and whenever one looks (seed %i)',
  (seed) => {
    const random = createRandom(seed)
    const records: HistoryRecord[] = []
    const isLiving = followLiving(records)
    const tabs = MEMBERS.flatMap((member) => ROOMS.map((room) => ({ client: `${member} in ${room}`, member, room })))
    for (let t = 0; t < 80; t += 1) {
      const tab = random.pick(tabs)
      const op = random.chance(70) ? random.pick(['join', 'leave', 'kick'] as const) : random.pick(OPS)
      records.push({ t, ...tab, node: '', op })
      if (random.chance(50)) continue
      for (const { client, member, room } of tabs) {
        const isClosed = records.some((record) => record.op === 'close' && record.client === client)
        const isIn = staysOf(records).some(
          (stay) => stay.member === member && stay.room === room && stay.to === undefined,
        )
        expect(isLiving({ client, userId: member, roomId: room })).toBe(!isClosed && isIn)
      }
    }
  },
)
