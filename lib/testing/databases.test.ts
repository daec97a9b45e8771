import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../db/open'
import { describeOnDialects } from './databases'

describeOnDialects('a test database', ({ name, createAddress, open }) => {
  test('is a real one of its dialect, with the tables made', async () => {
    const database = await open()
    const tables = await database.write.introspection.getTables()
    expect(database.dialect).toBe(name)
    expect(tables.map((table) => table.name)).toContain('rooms')
    await database.close()
  })

  test('is seen by no other test', async () => {
    const [one, other] = [await open(), await open()]
    await sql`create table mark (id integer)`.execute(one.write)
    await expect(sql`select * from mark`.execute(one.write)).resolves.toMatchObject({ rows: [] })
    await expect(sql`select * from mark`.execute(other.write)).rejects.toThrow(/mark/)
    await one.close()
    await other.close()
  })

  test('is gone once removed', async () => {
    const { url, remove } = await createAddress()
    const database = openDatabase({ url })
    await database.ping()
    await database.close()
    await remove()
    if (url.kind === 'sqlite') return expect(existsSync(url.file)).toBe(false)
    const gone = openDatabase({ url })
    await expect(gone.ping()).rejects.toThrow(/does not exist/)
    await gone.close()
  })
})
