// P9: a database that goes away shows "sending", and a page that says so, never a lie.
import { randomBytes } from 'node:crypto'
import { findPostgres, startPostgres } from '#lib/testing/postgres'
import { expect, test, UNBOUNDED } from './support/test'

test('[P9] The database goes away: what is sent waits, a page says it failed and looks again when asked', async ({
  person,
  serve,
}) => {
  const bin = findPostgres()
  test.skip(bin === undefined, 'there is no Postgres on this machine')
  if (bin === undefined) return
  const postgres = await startPostgres(bin)
  try {
    const secret = randomBytes(32).toString('base64')
    const server = await serve({ env: { ...UNBOUNDED, DATABASE_URL: postgres.url, AUTH_SECRET: secret } })
    // React says in the console which component's answer failed.
    const tolerates = [/status of 50\d/, /React error #441/]
    const ada = await person('Ada', { server, tolerates })
    await ada.create('Harbour planning')
    await ada.room.saySurely('Before')
    const tab = await ada.context.newPage()
    await postgres.crash()

    await ada.room.say('Meanwhile')
    await expect(ada.room.message('Meanwhile').getByText('Sending')).toBeAttached()
    await tab.goto(ada.page.url())
    await expect(tab.getByRole('heading', { name: 'Something went wrong' })).toBeVisible()
    await tab.getByRole('button', { name: 'Try again' }).click()
    await expect(tab.getByRole('heading', { name: 'Something went wrong' })).toBeVisible()
    await expect.poll(async () => (await fetch(`${server.origin}/readyz`)).status).toBe(503)

    await postgres.restart()
    await expect.poll(async () => (await fetch(`${server.origin}/readyz`)).status).toBe(200)
    await ada.room.hasStored('Meanwhile')
    await expect(async () => {
      await tab.getByRole('button', { name: 'Try again' }).click()
      await expect(tab.getByText('Meanwhile', { exact: true })).toBeVisible()
    }).toPass()
  } finally {
    await postgres.stop()
  }
})
