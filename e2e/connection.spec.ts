// When the network or the server goes away: nothing is lost, nothing comes twice, and everything mends itself.
import { startProxy } from '#lib/testing/proxy'
import { AWAY, type Person } from './support/person'
import { expect, test, UNBOUNDED } from './support/test'

const banner = ({ page }: Person, words: string) => page.getByRole('main').getByText(words, { exact: true })

test('[O5] The server restarts: the history is kept and every page catches up by itself', async ({ person, serve }) => {
  const first = await serve()
  const meet = (name: string) => person(name, { server: first, tolerates: AWAY })
  const [ada, bo] = await Promise.all([meet('Ada'), meet('Bo')])
  const code = await ada.create('Harbour planning')
  await bo.join(code)
  await ada.room.saySurely('Before')
  expect(await first.kill('SIGTERM')).toMatchObject({ code: 0 })
  await bo.room.say('Meanwhile')
  await serve({ dataDir: first.dataDir, port: first.port })
  for (const { room } of [ada, bo]) await expect(room.messages).toHaveText([/Before/, /Meanwhile/])
  await ada.room.saySurely('After')
  await expect(bo.room.message('After')).toBeVisible()
  await ada.room.reload()
  await expect(ada.room.messages).toHaveText([/Before/, /Meanwhile/, /After/])
})

test('Offline a message waits and says why, and goes out once when the network is back', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada', { tolerates: AWAY }), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  await ada.room.saySurely('Before')
  await ada.goOffline()
  await ada.room.say('From the tunnel')
  const row = ada.room.message('From the tunnel')
  await expect(row.getByText('Sending')).toBeAttached()
  await expect(banner(ada, 'Reconnecting')).toBeVisible()
  await expect(row.getByText("Not sent yet. You're offline.")).toBeVisible()
  await ada.room.say('Given up')
  const given = ada.room.message('Given up')
  await given.getByRole('button', { name: 'Delete' }).click()
  await expect(given).toHaveCount(0)
  await expect(banner(ada, "You're offline. Messages will send when you're back.")).toBeVisible()
  await expect(ada.room.composer).toBeEditable()
  await ada.goOnline()
  await ada.room.hasStored('From the tunnel')
  await expect(banner(ada, 'Back online')).toBeVisible()
  await bo.room.saySurely('Welcome back')
  for (const { room } of [ada, bo]) {
    await expect(room.messages).toHaveText([/Before/, /From the tunnel/, /Welcome back/])
  }
})

test('A short loss of the connection is not worth a banner, and what others said meanwhile is there', async ({
  person,
  server,
}) => {
  const proxy = await startProxy(server.port)
  const ada = await person('Ada', { server: { ...server, origin: proxy.origin }, tolerates: AWAY })
  const bo = await person('Bo')
  const code = await ada.create()
  await bo.join(code)
  await expect(ada.room.online(2)).toBeVisible()
  proxy.reset()
  await bo.room.saySurely('Meanwhile')
  await expect(ada.room.message('Meanwhile')).toBeVisible()
  await expect(bo.room.log.getByText('Ada left')).toHaveCount(0)
  await ada.page.close()
  await proxy.close()
})

test('An answer that never came: the message is sent again and stands there once', async ({ person, server }) => {
  const proxy = await startProxy(server.port)
  const ada = await person('Ada', { server: { ...server, origin: proxy.origin }, tolerates: AWAY })
  const bo = await person('Bo')
  const code = await ada.create()
  await bo.join(code)
  await ada.room.saySurely('Before')
  proxy.stall()
  await ada.room.say('Into the void')
  const row = ada.room.message('Into the void')
  await expect(row.getByText('Not sent yet. The server has not answered.')).toBeVisible()
  await expect(bo.room.message('Into the void')).toHaveCount(0)
  // What was held back arrives now, and so does the same message sent again.
  await row.getByRole('button', { name: 'Try again' }).click()
  proxy.heal()
  await ada.room.hasStored('Into the void')
  await bo.room.saySurely('Heard you')
  for (const { room } of [ada, bo]) await expect(room.messages).toHaveText([/Before/, /Into the void/, /Heard you/])
  await bo.room.reload()
  await expect(bo.room.messages).toHaveText([/Before/, /Into the void/, /Heard you/])
  await ada.page.close()
  await proxy.close()
})

test('[O5] The server is killed in the middle of a burst: everything said is there once, in one order for both', async ({
  person,
  serve,
}) => {
  const EACH = 25
  const first = await serve({ env: UNBOUNDED })
  const meet = (name: string) => person(name, { server: first, tolerates: AWAY })
  const [ada, bo] = await Promise.all([meet('Ada'), meet('Bo')])
  const code = await ada.create()
  await bo.join(code)
  await expect(ada.room.online(2)).toBeVisible()

  const bursts = Promise.all(
    [ada, bo].map(async ({ name, room }) => {
      for (let number = 1; number <= EACH; number += 1) await room.say(`${name} ${number}.`)
    }),
  )
  await expect(bo.room.message('Ada 5.')).toBeVisible()
  await first.kill('SIGKILL')
  const acknowledged = await readSettled(ada)
  await serve({ env: UNBOUNDED, dataDir: first.dataDir, port: first.port })
  await bursts
  const everything = [ada, bo].flatMap(({ name }) =>
    Array.from({ length: EACH }, (_, index) => `${name} ${index + 1}.`),
  )
  for (const { room } of [ada, bo]) {
    await expect(room.messages).toHaveCount(everything.length)
    await expect(room.log.getByText('Sending')).toHaveCount(0)
  }
  const order = await readSettled(ada)
  expect([...order].sort()).toEqual([...everything].sort())
  expect(await readSettled(bo)).toEqual(order)
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(order.filter((body) => acknowledged.includes(body))).toEqual(acknowledged)
  for (const { name } of [ada, bo]) {
    expect(order.filter((body) => body.startsWith(name))).toEqual(everything.filter((body) => body.startsWith(name)))
  }
  await bo.room.reload()
  expect(await readSettled(bo)).toEqual(order.slice(-50))
})

/** The bodies that stand in the log and wait for nothing, in order. */
async function readSettled({ room }: Person): Promise<string[]> {
  const rows = await room.messages.allInnerTexts()
  return rows.filter((text) => !/Sending|Not sent/.test(text)).map((text) => /(Ada|Bo) \d+\./.exec(text)?.[0] ?? text)
}
