// A database that is away, seen from a tab: what was written is on its way, never shown as stored, and goes out after.
import { describe, expect, onTestFinished, test } from 'vitest'
import { create } from '../testing/client'
import { dialects } from '../testing/databases'
import { findPostgres, startPostgres } from '../testing/postgres'
import { startServer } from '../testing/server'
import { bodies, openTab, until } from '../testing/tab'

/** Milliseconds in which every try that was put off has been made, and those after one that came too early. */
const TRIED_AGAIN_WITHIN = 20_000

const skip = dialects.find(({ name }) => name === 'postgres')?.skip
const why = skip === undefined ? '' : ` (skipped: ${skip})`

describe.skipIf(skip !== undefined)(`while Postgres is away${why}`, () => {
  test('a message is on its way, and is stored once when it is back', async () => {
    const bin = findPostgres()
    if (bin === undefined) throw new Error('there is no Postgres')
    const postgres = await startPostgres(bin)
    onTestFinished(() => postgres.stop())
    const server = await startServer({ databaseUrl: postgres.url })
    const ada = await create(server, 'Ada')
    const tab = await openTab(server, ada)
    tab.room.send('Before.')
    await until(tab.room, (state) => bodies(state).includes('Before.') && state.outbox.length === 0)

    await postgres.crash()
    tab.room.send('Meanwhile.')
    const { outbox, connection } = await until(tab.room, (state) =>
      state.outbox.some(({ status }) => status === 'delayed'),
    )
    expect(outbox).toMatchObject([{ body: 'Meanwhile.', status: 'delayed' }])
    expect(bodies(tab.room.getState())).toEqual(['Before.'])
    expect([connection.kind, tab.room.getState().ended]).toEqual(['connected', undefined])

    await postgres.restart()
    await until(tab.room, (state) => state.outbox.length === 0, TRIED_AGAIN_WITHIN)
    expect(bodies(tab.room.getState())).toEqual(['Before.', 'Meanwhile.'])
    const rows = await server.services.database.read.selectFrom('messages').select('body').orderBy('seq').execute()
    expect(rows.map(({ body }) => body)).toEqual(['Before.', 'Meanwhile.'])
    await tab.close()
    // What could not be read or written meanwhile was told in the log.
    server.faults.length = 0
    await server.close()
  }, 90_000)
})
