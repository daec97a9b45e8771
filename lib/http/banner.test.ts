import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { banner } from './banner'

const facts = {
  version: '1.2.3',
  readyInMs: 700,
  port: 3000,
  host: '0.0.0.0',
  appUrl: undefined,
  dataDir: './data',
  database: 'sqlite' as const,
  showsQr: true,
}
const lan = Object.values(networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .filter(({ internal, family }) => !internal && family === 'IPv4')
const scan = 'Scan to open on your phone'

describe('the start banner', () => {
  test('says what runs, where it is reached and where its data is', () => {
    const said = banner(facts)
    expect(said).toContain('Parley 1.2.3   ready in 700 ms')
    expect(said).toMatch(/Local +http:\/\/localhost:3000\n/)
    for (const { address } of lan)
      expect(said).toMatch(new RegExp(`Network +http://${address.replaceAll('.', '\\.')}:3000`))
    expect(said).toMatch(/Data +SQLite, one file in \.\/data\n/)
    expect(banner({ ...facts, database: 'postgres' })).toMatch(/Data +Postgres; secrets in \.\/data\n/)
  })

  test('names no address that a server for this machine alone does not answer at', () => {
    for (const host of ['localhost', '127.0.0.1', '::1']) {
      const said = banner({ ...facts, host })
      expect(said).not.toContain('Network')
      expect(said).not.toContain(scan)
    }
  })

  test('has a code to scan of the public origin where there is one, and none where it is switched off', () => {
    const appUrl = 'https://chat.example'
    const own = { ...facts, host: '127.0.0.1', appUrl }
    expect(banner(own)).toMatch(/Public +https:\/\/chat\.example\n/)
    expect(banner(own)).toContain(scan)
    expect(banner({ ...own, showsQr: false })).not.toContain(scan)
    // The code is of the public origin, not of an address in the house.
    const codeOf = (said: string) => said.split('\n').filter((line) => /[█▀▄]/.test(line))
    expect(codeOf(banner({ ...facts, appUrl }))).toEqual(codeOf(banner(own)))
    expect(codeOf(banner({ ...own, appUrl: 'https://other.example' }))).not.toEqual(codeOf(banner(own)))
  })
})
