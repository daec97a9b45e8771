import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freePort } from '../testing/free-port'

const FULL = '/dev/full'

describe.skipIf(!existsSync(FULL))(
  'where nothing can be written to the log any more (skipped without /dev/full)',
  () => {
    test('the lines are lost, and the server goes on and drains', async () => {
      const [port, dataDir, full] = [await freePort(), mkdtempSync(join(tmpdir(), 'parley-full-')), openSync(FULL, 'w')]
      const env = {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: 'debug',
        NODE_ENV: 'production' as const,
      }
      const server: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'lib/testing/headless.ts'], {
        env,
        stdio: ['ignore', full, 'pipe'],
      })
      let printed = ''
      server.stderr?.on('data', (chunk) => (printed += chunk))
      const ended = once(server, 'exit')
      const ask = () =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ status }) => status,
          () => 0,
        )
      try {
        while ((await ask()) !== 200 && server.exitCode === null);
        for (let asked = 0; asked < 50; asked++) expect(await ask()).toBe(200)
        server.kill('SIGTERM')
        expect([await ended, printed]).toEqual([[0, null], ''])
      } finally {
        server.kill('SIGKILL')
        closeSync(full)
        rmSync(dataDir, { recursive: true, force: true })
      }
    })
  },
)
