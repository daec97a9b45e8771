import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type People } from '../testing/people'
import { leaveRoom, listMembers } from './members'
import { findMemberships, findPresentMembers, findSessions } from './standings'

describeOnDialects('who still is what a node believes', (dialect) => {
  let database: Database
  let people: People

  beforeEach(async () => {
    database = await dialect.open()
    people = createPeople(database)
  })
  afterEach(() => database.close())

  test('is told of many at once, and of nobody where nobody is asked about', async () => {
    const [ada, bo] = [await people.guest(), await people.guest()]
    const { id } = await people.room(ada)
    const memberships = await findMemberships(database.read, [ada.userId, bo.userId])
    expect([...memberships]).toEqual([[ada.userId, new Set([id])]])
    expect(await findPresentMembers(database.read, id, [ada.userId, bo.userId])).toEqual(new Set([ada.userId]))
    expect(await findMemberships(database.read, [])).toEqual(new Map())
    expect(await findPresentMembers(database.read, id, [])).toEqual(new Set())
    expect(await findSessions(database.read, [])).toEqual(new Set())
  })

  test('counts who left no more, and an empty room has no members', async () => {
    const ada = await people.guest()
    const { id } = await people.room(ada)
    await database.transact((trx) => leaveRoom(trx, { roomId: id, userId: ada.userId }))
    expect(await findMemberships(database.read, [ada.userId])).toEqual(new Map())
    expect(await findPresentMembers(database.read, id, [ada.userId])).toEqual(new Set())
    expect(await listMembers(database.read, id)).toEqual([])
  })
})
