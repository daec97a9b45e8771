import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { describeOnDialects } from '../testing/databases'
import { createPeople } from '../testing/people'
import { tellError } from './told-error'

const SECRET = 'Zqsecret'

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('It did not fail.')
}

describeOnDialects('an error of the database', (dialect) => {
  let database: Database
  beforeAll(async () => {
    database = await dialect.open()
  })
  afterAll(() => database.close())

  test('tells its code and place, and no value, wherever the database says it', async () => {
    await sql`create table kept (word text primary key check (length(word) < 30))`.execute(database.write)
    await sql`insert into kept values (${SECRET})`.execute(database.write)
    const statements = [
      sql`insert into kept values (${SECRET})`,
      sql`insert into kept values (${`${SECRET} it's "quoted" and far too long`})`,
      sql.raw(`select ${SECRET} from rooms`),
      sql.raw(`select '${SECRET}' from "${SECRET} table"`),
      sql.raw(`selekt '${SECRET}'`),
      ...(dialect.name === 'postgres'
        ? [
            sql`select cast(${SECRET} as text)::int`,
            sql`select cast(${`{${SECRET}`} as text)::json`,
            sql.raw(`do $$ begin raise exception 'Unquoted ${SECRET}' using detail = '${SECRET}'; end $$`),
          ]
        : [
            sql`select json(${`{${SECRET}`})`,
            sql`select * from message_words where message_words match ${`"${SECRET}`}`,
          ]),
    ]
    for (const statement of statements) {
      const error = await errorOf(statement.execute(database.write))
      const told = tellError(error)
      // A name in the statement itself is ours; here it stands for what must not be told of any other.
      expect(JSON.stringify({ ...told, message: String(told.message).replace(/^no such .*/, '') })).not.toContain(
        SECRET,
      )
      expect(told).toMatchObject({ code: expect.stringMatching(/^(SQLITE_\w+|\w{5})$/) })
      expect(told.frames?.length).toBeGreaterThan(0)
    }
  })

  test('that breaks a rule of ours names the rule', async () => {
    const people = createPeople(database)
    const guest = await people.guest()
    await people.room(guest)
    const told = tellError(await errorOf(sql`insert into members select * from members`.execute(database.write)))
    expect(JSON.stringify(told)).toMatch(/members/)
  })
})

describe('any other error', () => {
  test('keeps its sentence without what that quotes, in any language, from the first mark to the last', () => {
    const sentences = [
      [`Unexpected token 'Z', "Zq "and" 'more' Zq" is not valid JSON`, 'Unexpected token … is not valid JSON'],
      ['ungültige Eingabe: „Zq“', 'ungültige Eingabe: …'],
      ['valeur « Zq » refusée', 'valeur … refusée'],
      ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
      ["Can't set headers", "Can't set headers"],
    ]
    for (const [said = '', told] of sentences) expect(tellError(new Error(said)).message).toBe(told)
  })

  test('tells where it happened, also when its message looks like a place', () => {
    const told = tellError(new Error('Zq\n    at Zq (/secret:1:1)'))
    expect(told.frames?.join()).not.toContain('secret')
    expect(told.frames?.[0]).toContain('told-error.test.ts')
    const changed = new Error('Zq\n    at Zq (/secret:1:1)\nmore')
    changed.message = 'changed'
    expect(tellError(changed).frames?.join()).not.toContain('secret')
  })

  test('tells its causes, four deep at most, and of what is no error only the kind', () => {
    let error = new Error('0', { cause: 'Zq' })
    for (let depth = 1; depth < 6; depth++) error = new Error(String(depth), { cause: error })
    expect(tellError(error)).toMatchObject({ cause: { cause: { cause: { message: '2' } } } })
    expect(tellError(error).cause?.cause?.cause).not.toHaveProperty('cause')
    expect(tellError(new Error('x', { cause: 'Zq' })).cause).toEqual({ type: 'string' })
    expect(tellError('Zq')).toEqual({ type: 'string' })
    expect(tellError(null)).toEqual({ type: 'object' })
  })

  test('tells no property that holds anything but a name', () => {
    const told = tellError(
      Object.assign(new Error(''), { name: 'Zq q', code: 'a b', table: 'rooms', digest: 5, input: 'Zq' }),
    )
    expect(told).toMatchObject({ type: 'Error', message: '', table: 'rooms' })
    expect(JSON.stringify(told)).not.toMatch(/Zq|a b|digest/)
  })
})
