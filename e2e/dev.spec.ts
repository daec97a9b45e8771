// What an engineer starts first: `npm run dev`, as the README says it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '#lib/testing/free-port'
import { RoomPage } from './support/room-page'
import { expect, test } from './support/test'

let dev: ChildProcess | undefined
let dataDir: string | undefined

test.afterEach(async () => {
  if (dev?.pid !== undefined && dev.exitCode === null) {
    const ended = once(dev, 'exit')
    // npm passes no signal on to what it runs, so the whole group is told.
    process.kill(-dev.pid, 'SIGTERM')
    await ended
  }
  if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true })
})

test('npm run dev serves the pages with hot reload, and one can talk', async ({ browser }) => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-dev-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = {
    ...process.env,
    NODE_ENV: 'development' as const,
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    QR: 'off',
  }
  dev = spawn('npm', ['run', 'dev'], { env, stdio: 'ignore', detached: true })
  const isReady = () =>
    fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  await expect.poll(isReady, { timeout: 60_000 }).toBe(true)

  const context = await browser.newContext({ baseURL: origin })
  const page = await context.newPage()
  const room = new RoomPage(page)
  const reload = page.waitForEvent('websocket', (socket) => socket.url().includes('/_next/'))
  await page.goto('/join')
  await reload
  await page.getByLabel('Your name').fill('Ada')
  await page.getByRole('button', { name: 'Go to the lobby' }).click()
  await expect(page).toHaveURL('/room/lobby', { timeout: 60_000 })
  await room.isOpen()
  await room.saySurely('Built on every save')
  await context.close()
})
