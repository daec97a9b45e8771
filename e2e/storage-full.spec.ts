// A full disk, seen from a room: one reads on, what one writes is kept and named, and goes out when there is room.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClientMessageId } from '#lib/shared/ids'
import { connect, create } from '#lib/testing/client'
import { HARBOUR } from './support/harbour'
import { seed } from './support/seed'
import { shoot } from './support/shoot'
import { expect, test, UNBOUNDED } from './support/test'

const isRoot = process.getuid?.() === 0
const FULL = "The server's disk is full. What you write is kept here and goes out when there is room again."

test('[P10] A full disk is named, one reads on, and what was written goes out by itself', async ({ person, serve }) => {
  test.skip(!isRoot, 'Only root may mount a disk of its own.')
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-full-'))
  const first = await serve({ dataDir, env: UNBOUNDED })
  const early = await person('Ada', { server: first })
  const code = await early.create('Harbour planning')
  await seed(first, code, HARBOUR)
  const elsewhere = await first.within((host) => create(host, 'Filler'))
  const cookies = await early.context.cookies(first.origin)
  await early.page.close()
  await first.kill('SIGTERM')

  // A small disk that only the server sees, with what it left.
  const mount = 'cp -a "$0" "$0.kept" && mount -t tmpfs -o size=6m parley "$0" && cp -a "$0.kept/." "$0" && exec "$@"'
  const through = ['unshare', '-m', 'sh', '-c', mount, dataDir]
  const server = await serve({ dataDir, port: first.port, env: UNBOUNDED, through })
  const ada = await person('Ada', { server })
  await ada.context.addCookies(cookies)
  await ada.room.open(`/room/${code}`)
  const filler = join(`/proc/${server.pid}/root${dataDir}`, 'filler')
  fill(filler)
  const banner = ada.page.getByRole('alert').getByText(FULL)
  // In a room of its own, to the last short message.
  const talker = await first.within((host) => connect(host, elsewhere))
  for (const body of ['€'.repeat(3_500), 'Short.']) {
    let code: string | undefined
    while (code !== 'storage_full') {
      const clientMessageId = createClientMessageId()
      const answer = await talker.ask('message:send', { roomId: elsewhere.roomId, clientMessageId, body })
      code = answer.ok ? undefined : answer.code
    }
  }
  talker.close()
  await ada.room.say('Gate 4 is open.')
  await expect(banner).toBeVisible()
  await expect(ada.room.message('Gate 4 is open.')).toBeVisible()
  await expect(ada.room.composer).toBeEditable()
  await shoot(ada.page, 'storage-full')
  // The page comes as ever, and what waits is still there and named again.
  await ada.room.reload()
  await expect(ada.room.message('Gate 4 is open.')).toBeVisible()
  await expect(banner).toBeVisible()

  rmSync(filler)
  await ada.room.hasStored('Gate 4 is open.')
  await expect(banner).toHaveCount(0)
  rmSync(`${dataDir}.kept`, { recursive: true, force: true })
})

/** Takes every byte that is left. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  let block = Buffer.alloc(64 * 1024)
  while (block.length > 0) {
    try {
      writeSync(file, block)
    } catch {
      block = block.subarray(0, Math.floor(block.length / 2))
    }
  }
  closeSync(file)
}
