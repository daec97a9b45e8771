// The commands of the README about the store, as an operator runs them, beside a real server and after it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '#lib/db/migrate'
import { openDatabase } from '#lib/db/open'
import { createClientMessageId } from '#lib/shared/ids'
import { connect, create, type Person } from '#lib/testing/client'
import { dialects } from '#lib/testing/databases'
import { dataFolder, endProcesses, type ParleyProcess, startProcess } from '#lib/testing/process'

const postgres = dialects.find(({ name }) => name === 'postgres')
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

let dataDir: string
let server: ParleyProcess
let ada: Person

beforeAll(async () => {
  dataDir = dataFolder()
  server = await startProcess({ dataDir })
  ada = await server.within((host) => create(host, 'Ada', 'Harbour planning'))
  await say('before the backup')
})
afterAll(endProcesses)

async function say(body: string): Promise<void> {
  const client = await server.within((host) => connect(host, ada))
  await client.do('message:send', { roomId: ada.roomId, clientMessageId: createClientMessageId(), body })
  client.close()
}

type Ran = { code: number | null; said: string }

async function run(command: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('npm', ['run', '-s', command, '--', ...args], {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH, HOME, NODE_ENV: 'production', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  return { code, said }
}

async function bodies(): Promise<string[]> {
  const client = await server.within((host) => connect(host, ada))
  const { advance } = await client.do('room:enter', { roomId: ada.roomId, cursor: 1 })
  client.close()
  return advance.messages.map(({ body }) => body)
}

// Each is npm, Node and a compiler that start.
describe('the commands of the store', { timeout: 180_000 }, () => {
  test('npm run backup beside a running server, npm run restore after it: what was said since is gone, and nobody is left with it', async () => {
    const backedUp = await run('backup')
    expect(backedUp).toMatchObject({
      code: 0,
      said: expect.stringMatching(/messages +1 rows .+Backed up .+ and compared\./s),
    })
    const [made = ''] = readdirSync(join(dataDir, 'backups'))
    const file = join(dataDir, 'backups', made)
    await say('after the backup')
    expect(await bodies()).toEqual(['after the backup'])

    expect(await run('restore', [file])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/in use\. Stop Parley first\./),
    })
    await server.kill('SIGTERM')
    expect(await run('restore', [file])).toMatchObject({ code: 1, said: expect.stringMatching(/--force/) })
    const restored = await run('restore', [file, '--force'])
    expect(restored).toMatchObject({ code: 0, said: expect.stringMatching(/kept as .+Every client starts over\./s) })
    server = await startProcess({ dataDir })
    expect(await bodies()).toEqual(['before the backup'])
  })

  test('wrong options are answered with a sentence, --help with all there are', async () => {
    const [help, usage, unknown, nowhere] = await Promise.all([
      run('backup', ['--help']),
      run('restore'),
      run('backup', ['--form', 'x']),
      run('migrate:to-postgres', ['--to', 'mysql://x']),
    ])
    expect(help).toMatchObject({ code: 0, said: expect.stringContaining('npm run backup -- [--to FILE]') })
    expect(usage).toMatchObject({ code: 1, said: expect.stringContaining('npm run restore -- FILE [--force]') })
    expect(unknown).toMatchObject({ code: 1, said: expect.stringContaining("'--form'") })
    expect(nowhere).toMatchObject({
      code: 1,
      said: expect.stringContaining('--to must be an address such as postgres'),
    })
  })

  describe.skipIf(postgres?.skip !== undefined)(`with Postgres${reason}`, () => {
    test('npm run migrate:to-postgres moves it, and backup and restore take DATABASE_URL', async () => {
      await server.kill('SIGTERM')
      const address = await postgres?.createAddress()
      if (address?.url.kind !== 'postgres') throw new Error('there is no Postgres')
      const { url } = address.url
      const moved = await run('migrate:to-postgres', ['--from', dataDir, '--to', url])
      expect(moved).toMatchObject({ code: 0, said: expect.stringMatching(/users +1 rows .+Copied .+ and compared\./s) })
      expect(moved.said).not.toContain('parley@')
      expect((await run('migrate:to-postgres', [], { DATABASE_URL: url })).said).toMatch(/is not empty/)

      const file = join(dataDir, 'from-postgres.db')
      expect((await run('backup', ['--to', file], { DATABASE_URL: url })).code).toBe(0)
      expect((await run('restore', [file, '--force'], { DATABASE_URL: url })).said).toMatch(/Every client starts over/)
      expect((await run('restore', ['--restored-elsewhere'], { DATABASE_URL: url })).said).toMatch(/marked as restored/)
      const database = openDatabase({ url: address.url })
      await migrate(database)
      expect(await database.read.selectFrom('messages').select('body').execute()).toEqual([
        { body: 'before the backup' },
      ])
      await database.close()
      await address.remove()
      rmSync(file)
    })
  })
})
