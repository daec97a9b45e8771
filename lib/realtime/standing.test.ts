import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { leaveRoom } from '../domain/members'
import { create, enter, join } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'

const asked = vi.hoisted(() => ({ after: async (): Promise<void> => {} }))

vi.mock('../domain/standings', async (importOriginal) => {
  const own = await importOriginal<typeof import('../domain/standings')>()
  const findPresentMembers: typeof own.findPresentMembers = async (...question) => {
    const members = await own.findPresentMembers(...question)
    await asked.after()
    return members
  }
  return { ...own, findPresentMembers }
})

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

test('an answer from before the process stood still does not say who may hear, and is asked for once more', async () => {
  const ada = await create(server, 'Ada')
  const bo = await join(server, 'Bo', ada.code)
  const [one, other] = [await enter(server, ada), await enter(server, bo)]
  const now = performance.now.bind(performance)
  onTestFinished(() => {
    performance.now = now
  })
  const standStill = (ms: number): void => {
    performance.now = () => now() + ms
  }
  asked.after = async () => {
    asked.after = async () => {}
    const { database } = server.services
    await database.transact((trx) => leaveRoom(trx, { roomId: ada.roomId, userId: bo.userId }))
    standStill(1_800)
  }
  standStill(900)
  await one.do('typing:start', { roomId: ada.roomId })
  await other.hears('member:removed')
  expect(other.all('typing:changed')).toEqual([])
  for (const client of [one, other]) client.close()
})
