import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { joinByCode, openRoom } from './domain/joining'
import { formAction } from './form-action'
import { ADDRESS_HEADER } from './http/client-address'
import { installServices } from './services'
import { createSchema, joinSchema, lobbySchema } from './shared/form-schemas'
import { EMPTY_FORM, type FormState } from './shared/form-state'
import { SIZES } from './shared/limits'
import { create, join, type Person } from './testing/client'
import { playRequest } from './testing/next-headers'
import { startServer, type TestServer } from './testing/server'

// Both work only where Next runs the code. `redirect` is Next's own.
vi.mock('server-only', () => ({}))
vi.mock('next/headers', () => import('./testing/next-headers'))

let server: TestServer
let ada: Person
beforeAll(async () => {
  server = await startServer({ limits: { joinsPerMinute: 30, wrongCodes: 3 } })
  installServices(server.services)
  ada = await create(server, 'Ada')
})
afterAll(() => server.close())
beforeEach(() => playRequest({}, { [ADDRESS_HEADER]: '192.0.2.7' }))

type Fields = Record<string, string | Blob>

function formOf(fields: Fields): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

function parts() {
  const { database, rates, settings } = server.services
  return { database, rates, limits: settings.limits }
}

const comer = { viewer: undefined, now: Date.now() }

/** Joins by code, as the join page's action does. */
const joinRoom = (fields: Fields, state: FormState = EMPTY_FORM) =>
  formAction(joinSchema, state, formOf(fields), async ({ code, name }, address) => {
    const joined = await joinByCode(parts(), { ...comer, name, address }, code)
    return { redirectTo: `/room/${joined.code}` }
  })

/** Opens a room, as the join page's action does. */
const createRoom = (fields: Fields) =>
  formAction(createSchema, EMPTY_FORM, formOf(fields), async ({ name, title }, address) => {
    const opened = await openRoom(parts(), { ...comer, name, address }, title)
    return { redirectTo: `/room/${opened.code}` }
  })

/** Where the browser is sent, or the form's state again. */
const sentTo = (answer: Promise<FormState>): Promise<unknown> =>
  answer.catch((sent: unknown) => (sent instanceof Error && 'digest' in sent ? sent.digest : sent))

const problems = async (answer: Promise<FormState>) => (await answer).problems

describe('a form that is right', () => {
  test('leads on, however the code is typed and the name is spaced', async () => {
    const typed = ` ${ada.code.toLowerCase().replace('-', ' ')} `
    expect(await sentTo(joinRoom({ code: typed, name: '  Teo ' }))).toMatch(`;/room/${ada.code};`)
  })

  test('opens a room by the title that was given, on one line, and by its code without one', async () => {
    await sentTo(createRoom({ name: 'Cyd', title: ' Planning \n for  June ' }))
    const sent = String(await sentTo(createRoom({ name: 'Dee', title: '  ' })))
    const rooms = await server.services.database.read.selectFrom('rooms').select(['title', 'code']).execute()
    expect(rooms.map(({ title }) => title)).toContain('Planning for June')
    const untitled = rooms.find(({ code }) => code !== null && sent.includes(code))
    expect(untitled?.title).toBe(untitled?.code)
  })
})

describe('a form that is wrong', () => {
  test('gives back what was typed, names each field, and counts the attempts so that focus can follow', async () => {
    const first = await joinRoom({ code: 'no', name: ' ' })
    expect(first).toEqual({
      attempt: 1,
      values: { code: 'no', name: ' ' },
      problems: [
        { field: 'code', code: 'malformed' },
        { field: 'name', code: 'empty' },
      ],
    })
    expect((await joinRoom({ code: '', name: 'Teo' }, first)).attempt).toBe(2)
    expect(await problems(joinRoom({ name: 'Teo' }))).toEqual([{ field: 'code', code: 'empty' }])
    expect(await problems(createRoom({ name: 'x'.repeat(500), title: 't'.repeat(500) }))).toEqual([
      { field: 'name', code: 'too_long' },
      { field: 'title', code: 'too_long' },
    ])
  })

  test('of any size and of any content is a refusal of its field and not a fault', async () => {
    const long = 'x'.repeat(SIZES.actionBodyBytes + 1)
    expect(await problems(joinRoom({ code: long, name: long }))).toEqual([
      { field: 'code', code: 'too_long' },
      { field: 'name', code: 'too_long' },
    ])
    const code = '2'.repeat(SIZES.codeInput + 1)
    expect(await problems(joinRoom({ code, name: 'Teo' }))).toEqual([{ field: 'code', code: 'malformed' }])
    // A file where a text belongs is nothing typed.
    expect(await joinRoom({ code: new Blob(['K7QF-2XMR']), name: 'Teo', admin: 'yes' })).toEqual({
      attempt: 1,
      values: { name: 'Teo' },
      problems: [{ field: 'code', code: 'empty' }],
    })
    expect(server.faults).toEqual([])
  })

  test.each([[{ attempt: Number.NaN }], [{ attempt: '7' }], [{ attempt: 1e300 }], [null], [undefined]])(
    'counts anew where the browser made the last answer up: %j',
    async (made) => {
      const state: FormState = JSON.parse(JSON.stringify(made ?? null))
      expect((await joinRoom({ code: '', name: 'Teo' }, state)).attempt).toBe(1)
    },
  )
})

describe('a refusal stands', () => {
  test('at the name that is taken, with one that is free', async () => {
    const bo = await join(server, 'Bo', ada.code)
    expect(await problems(joinRoom({ code: bo.code, name: 'Bo' }))).toEqual([
      { field: 'name', code: 'name_taken', suggestion: 'Bo 2' },
    ])
    expect(await problems(joinRoom({ code: bo.code, name: 'B0' }))).toEqual([
      { field: 'name', code: 'name_lookalike', suggestion: 'B0 2' },
    ])
  })

  test('at the name that nobody may have, with the reason', async () => {
    expect(await problems(joinRoom({ code: ada.code, name: 'Admin' }))).toEqual([{ field: 'name', code: 'reserved' }])
    expect(await problems(joinRoom({ code: ada.code, name: 'Boб' }))).toEqual([
      { field: 'name', code: 'mixed_scripts' },
    ])
  })

  test('at the code that opens nothing, and after too many of them with the time to wait', async () => {
    playRequest({}, { [ADDRESS_HEADER]: '192.0.2.8' })
    const guess = () => problems(joinRoom({ code: 'ZZZZ-ZZZZ', name: 'Eve' }))
    for (let at = 0; at < 3; at += 1) expect(await guess()).toMatchObject([{ code: 'not_found' }])
    expect(await guess()).toEqual([{ field: 'code', code: 'rate_limited', retryAfterMs: expect.any(Number) }])
    // The budget is that address's own.
    playRequest({}, { [ADDRESS_HEADER]: '192.0.2.9' })
    expect(await guess()).toMatchObject([{ code: 'not_found' }])
  })

  test('at the form where no field is to blame; without an address all draw on one budget', async () => {
    playRequest()
    const answers: unknown[] = []
    for (let at = 0; at < 31; at += 1) answers.push(await sentTo(joinRoom({ code: ada.code, name: `Guest ${at}x` })))
    expect(answers.slice(0, 30).every((sent) => typeof sent === 'string')).toBe(true)
    expect(answers[30]).toMatchObject({
      problems: [{ field: 'form', code: 'rate_limited', retryAfterMs: expect.any(Number) }],
    })
  })
})

test('a fault is told as one, without its words, and is logged with them', async () => {
  const answer = formAction(lobbySchema, EMPTY_FORM, formOf({ name: 'Teo' }), async () => {
    throw new Error('connect ECONNREFUSED 10.0.0.3:5432')
  })
  expect(await answer).toEqual({
    attempt: 1,
    values: { name: 'Teo' },
    problems: [{ field: 'form', code: 'internal' }],
  })
  expect(server.faults.splice(0)).toMatchObject([
    [{ err: { message: expect.stringMatching(/ECONNREFUSED/) } }, 'action failed'],
  ])
})
