// The faults of the two originals, one story each. None of them may ever return.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createClientMessageId } from '#lib/shared/ids'
import { connect, enter, join as joinPast } from '#lib/testing/client'
import { roomCode } from './support/room-code'
import { expect, test } from './support/test'

test('[Fault] The room and its history vanish when the last person reloads: they stay', async ({ person }) => {
  const [ada, late] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create('Harbour planning')
  await ada.room.saySurely('Do not lose this')
  await ada.room.reload()
  await expect(ada.room.message('Do not lose this')).toBeVisible()
  await expect(ada.room.people.getByRole('listitem').filter({ hasText: '(you)' })).toContainText('Host')
  await ada.context.close()
  await late.join(code)
  await expect(late.page.getByRole('heading', { level: 1, name: 'Harbour planning' })).toBeVisible()
  await expect(late.room.message('Do not lose this')).toBeVisible()
})

test('[Fault] Joining an existing code bounces home: it leads into the room', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create('Harbour planning')
  await bo.page.goto('/join')
  await bo.page.getByLabel('Room code').fill(code)
  await bo.page.getByLabel('Your name').fill('Bo')
  await bo.page.getByRole('button', { name: 'Join room' }).click()
  await expect(bo.page).toHaveURL(`/room/${code}`)
  await expect(bo.page.getByRole('heading', { level: 1, name: 'Harbour planning' })).toBeVisible()
  await bo.room.reload()
  await expect(bo.page).toHaveURL(`/room/${code}`)
})

test('[Fault] The room lives in the cookie: two rooms in two tabs of one browser stay apart', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const [first, second] = await Promise.all([ada.create('First'), bo.create('Second')])
  const tab = await ada.tab(`/room/${second}`)
  await tab.saySurely('Said in the second')
  await ada.room.saySurely('Said in the first')
  await expect(bo.room.messages).toHaveText([/Said in the second/])
  await ada.room.reload()
  await tab.reload()
  expect(new URL(ada.page.url()).pathname).toBe(`/room/${first}`)
  await expect(ada.room.messages).toHaveText([/Said in the first/])
  await expect(tab.messages).toHaveText([/Said in the second/])
})

test('[Fault] Short codes without a throttle: guessing is stopped, and members notice nothing', async ({
  person,
  serve,
  request,
}) => {
  const server = await serve()
  const tolerates = [/status of 4(04|29)/]
  const [ada, bo] = await Promise.all([person('Ada', { server }), person('Bo', { server, tolerates })])
  const code = await ada.create()
  const guesses = Array.from(
    { length: 40 },
    (_, index) => `${server.origin}/room/0000-00${String(index).padStart(2, '0')}`,
  )
  const answers: number[] = []
  for (const guess of guesses) answers.push((await request.get(guess)).status())
  expect(answers.slice(0, 30)).toEqual(Array(30).fill(404))
  expect(answers.slice(30)).toEqual(Array(10).fill(429))

  await bo.page.goto('/join')
  await bo.page.getByLabel('Room code').fill(code)
  await bo.page.getByLabel('Your name').fill('Bo')
  await bo.page.getByRole('button', { name: 'Join room' }).click()
  await expect(bo.page.getByText('Too many wrong codes from your network. Try again in 10 minutes.')).toBeVisible()
  await expect(bo.page.getByLabel('Room code')).toBeFocused()
  await bo.page.goto(`/room/${code}`)
  await expect(bo.page.getByRole('heading', { name: 'Too many wrong codes' })).toBeVisible()
  await ada.room.reload()
  await ada.room.saySurely('All is well in here')
})

test('[Fault] Times from the viewer\u2019s clock: a wrong clock changes neither time nor order', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  await ada.context.addInitScript(() => {
    const twoDays = 2 * 24 * 3_600_000
    window.Date = new Proxy(Date, {
      construct: (real, given) => Reflect.construct(real, given.length === 0 ? [real.now() + twoDays] : given),
      get: (real, key) => (key === 'now' ? () => real.now() + twoDays : Reflect.get(real, key)),
    })
  })
  const code = await ada.create()
  await bo.join(code)
  const before = Date.now()
  await bo.room.saySurely('First')
  await expect(ada.room.message('First')).toBeVisible()
  await ada.room.saySurely('Second')
  await expect(bo.room.message('Second')).toBeVisible()
  // The server has told the time, so that the day is right as well.
  await expect(ada.room.log.getByRole('heading', { level: 2 })).toHaveText(/Today/)
  for (const { room } of [ada, bo]) {
    await expect(room.messages).toHaveText([/First/, /Second/])
    for (const body of ['First', 'Second']) {
      const at = Date.parse((await room.message(body).getByRole('time').getAttribute('datetime')) ?? '')
      expect(at).toBeGreaterThanOrEqual(before)
      expect(at).toBeLessThanOrEqual(Date.now())
    }
  }
})

test('[Fault] A private room named after its two people and trusted from the client: a stranger gets nowhere', async ({
  person,
  server,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  await ada.room.invite('Bo')
  await bo.room.accept()
  await expect(ada.page).toHaveURL(/\/private\//)
  await ada.room.isOpen()
  const chat = ada.page.url().split('/').at(-1) ?? ''
  expect(chat).toMatch(/^[A-Za-z0-9_-]{22}$/)

  await server.within(async (host) => {
    const mina = await joinPast(host, 'Mina', roomCode(code))
    const client = await connect(host, mina)
    const page = await fetch(`${host.origin}/private/${chat}`, { headers: { cookie: mina.cookie } })
    expect(page.status).toBe(404)
    const forged = { roomId: chat, clientMessageId: createClientMessageId() }
    for (const [command, payload] of Object.entries({
      'room:enter': { roomId: chat },
      'room:catch-up': { roomId: chat, cursor: 0 },
      'message:page': { roomId: chat, limit: 10, beforeSeq: 100 },
      'message:send': { ...forged, body: 'forged' },
      'typing:start': { roomId: chat },
    })) {
      expect(await client.askAnything(command, payload), command).toMatchObject({ ok: false, code: 'not_found' })
    }
    await ada.room.saySurely('Between us')
    await expect(bo.room.message('Between us')).toBeVisible()
    expect(JSON.stringify(client.heard)).not.toContain(chat)
    client.close()
  })
  await expect(ada.room.messages).toHaveText([/Between us/])
})

test('[Fault] Invites sent to everyone: only the one who is asked hears of it', async ({ person, server }) => {
  const [ada, bo, mina] = await Promise.all([person('Ada'), person('Bo'), person('Mina')])
  const code = await ada.create()
  await Promise.all([bo.join(code), mina.join(code)])
  await server.within(async (host) => {
    const listener = await enter(host, await joinPast(host, 'Teo', roomCode(code)))
    await expect(ada.room.online(4)).toBeVisible()
    await ada.room.invite('Bo', 'A secret line')
    await expect(bo.room.invites).toBeVisible()
    // What everybody hears comes after it, so an invite would have come by now.
    await ada.room.saySurely('For everybody')
    await listener.hears('room:advanced')
    await expect(mina.room.message('For everybody')).toBeVisible()
    expect(listener.heard.filter(({ name }) => name.startsWith('invite:'))).toEqual([])
    listener.close()
  })
  await expect(mina.room.invites).toBeHidden()
  await expect(mina.page.getByText('A secret line')).toHaveCount(0)
})

test('[Fault] A second tab or a reload counts as another person: it is one, and nobody is told', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  await expect(ada.room.notice('Bo joined')).toBeVisible()
  const second = await bo.tab(`/room/${code}`)
  await expect(second.online(2)).toBeVisible()
  await bo.room.reload()
  await bo.room.reload()
  await second.page.close()
  await expect(bo.room.online(2)).toBeVisible()
  await bo.room.saySurely('Still me')
  await expect(ada.room.message('Still me')).toBeVisible()
  await expect(ada.room.online(2)).toBeVisible()
  await expect(ada.room.other('Bo')).toHaveCount(1)
  await expect(ada.room.log.getByText(/^Bo (joined|left)$/)).toHaveText(['Bo joined'])
})

test('[Fault] A hard-coded secret key: every install makes its own, and keeps it to itself', async ({
  person,
  serve,
}) => {
  const [here, there] = await Promise.all([serve(), serve()])
  const [one, other] = [here, there].map(({ dataDir }) => join(dataDir, 'auth-secret')) as [string, string]
  expect(readFileSync(one, 'utf8')).not.toBe(readFileSync(other, 'utf8'))
  expect(statSync(one).mode & 0o777).toBe(0o600)
  const ada = await person('Ada', { server: here })
  const code = await ada.create()
  const cookies = await ada.context.cookies(here.origin)
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const own = await fetch(`${here.origin}/api/auth/session`, { headers: { cookie } })
  expect(await own.json()).toMatchObject({ user: { name: 'Ada' } })
  const foreign = await fetch(`${there.origin}/api/auth/session`, { headers: { cookie } })
  expect(await foreign.json()).toEqual({})
  expect(code).toBeTruthy()
})
