// A smoke of the benchmark itself: seconds, and only whether it counts right.
import { afterAll, describe, expect, test } from 'vitest'
import { openCrowd } from './crowd'
import { quantile } from './histogram'
import type { SubjectKind } from './orders'
import { endProcesses } from './processes'
import { seedHistory } from './seed'
import { openStage } from './stage'

const CAST = { rooms: 3, members: 12 }
const SUBJECTS: SubjectKind[] = ['relay', 'parley']

afterAll(endProcesses)

describe.each(SUBJECTS)('the load on the %s', (subject) => {
  test('is what was offered, delivered to every member of the room once, and its cost is told', async () => {
    const stage = await openStage(subject, { kind: 'sqlite' }, CAST)
    const crowd = await openCrowd(stage, { generators: 2 })
    const measured = await crowd.load({ perSecond: 100, seconds: 1, isQuiet: false })
    expect(crowd.opened.failed).toBe(0)
    expect([measured.lost, measured.refused, measured.gaps]).toEqual([0, 0, 0])
    expect(measured.delivered).toBe(100 * (CAST.members / CAST.rooms))
    expect(measured.delivery.total).toBe(measured.delivered)
    expect(measured.ack.total).toBe(subject === 'parley' ? 100 : 0)
    expect(quantile(measured.delivery, 0.5)).toBeGreaterThan(0)
    expect(measured.cpuSeconds).toBeGreaterThan(0)
    await crowd.close()
    await stage.close()
  })
})

test('who comes back after a drop has everything missed, for a few questions to the database', async () => {
  const stage = await openStage('parley', { kind: 'sqlite' }, CAST, true)
  const crowd = await openCrowd(stage, { generators: 1 })
  await crowd.load({ perSecond: 30, seconds: 0.5, isQuiet: false })
  await crowd.drop()
  const firsts = new Map(stage.guests.map((guest) => [guest.roomId, guest]))
  for (const guest of firsts.values()) if (stage.database) await seedHistory(stage.database, guest, 5)
  const before = await stage.served.probe()
  const returned = await crowd.comeBack()
  const { queries } = await stage.served.probe()
  expect(returned).toMatchObject({ failed: 0, recovered: CAST.members * 5 })
  expect(queries - before.queries).toBeGreaterThan(0)
  await crowd.close()
  await stage.close()
})
