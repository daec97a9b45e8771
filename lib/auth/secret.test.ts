import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join as path } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { create, refusalOf } from '../testing/client'
import { dataFolder, endProcesses, SERVED_BY, startProcess } from '../testing/process'
import { loadSecret } from './secret'

afterAll(endProcesses)

const fileOf = (dataDir: string) => path(dataDir, 'auth-secret')

describe('the session secret', () => {
  test('of the settings is used, and none is written', async () => {
    const dataDir = dataFolder()
    expect(await loadSecret({ authSecret: 'from the environment', dataDir })).toBe('from the environment')
    expect(await readdir(dataDir)).toEqual([])
  })

  test('is made once where there is none: 256 random bits that only the owner of the process can read', async () => {
    const dataDir = path(dataFolder(), 'not', 'there', 'yet')
    const secret = await loadSecret({ authSecret: undefined, dataDir })
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    expect((await stat(fileOf(dataDir))).mode & 0o777).toBe(0o600)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect(await loadSecret({ authSecret: undefined, dataDir })).toBe(secret)
    expect(await loadSecret({ authSecret: undefined, dataDir: dataFolder() })).not.toBe(secret)
    expect(await readdir(dataDir)).toEqual(['auth-secret'])
  })

  test('is one, however many ask for it at once', async () => {
    const dataDir = dataFolder()
    const asked = Array.from({ length: 50 }, () => loadSecret({ authSecret: undefined, dataDir }))
    expect(new Set(await Promise.all(asked)).size).toBe(1)
    expect(await readdir(dataDir)).toEqual(['auth-secret'])
  })

  test('that can be neither made nor read stops the start with the file’s name, and leaves nothing beside it', async () => {
    const dataDir = dataFolder()
    await mkdir(fileOf(dataDir))
    await expect(loadSecret({ authSecret: undefined, dataDir })).rejects.toThrow(fileOf(dataDir))
    expect(await readdir(dataDir)).toEqual(['auth-secret'])
  })

  test('that is too short is refused with what to do about it', async () => {
    const dataDir = dataFolder()
    await writeFile(fileOf(dataDir), 'half\n')
    await expect(loadSecret({ authSecret: undefined, dataDir })).rejects.toThrow(/is too short\. Remove the file/)
  })
})

test(`two processes that start together on an empty folder agree on one secret (${SERVED_BY})`, async () => {
  const dataDir = path(dataFolder(), 'new')
  const [first, second] = await Promise.all([startProcess({ dataDir }), startProcess({ dataDir })])
  const secret = await readFile(fileOf(dataDir), 'utf8')
  const person = await first.within((host) => create(host, 'Ada'))
  // Its cookie is made with the secret in the file; each process reads it with the one it loaded.
  for (const server of [first, second]) {
    const refusal = await server.within((host) => refusalOf(host, person))
    expect(refusal, server.printed()).toBeUndefined()
  }
  expect(await readFile(fileOf(dataDir), 'utf8')).toBe(secret)
  expect((await stat(fileOf(dataDir))).mode & 0o777).toBe(0o600)
  await Promise.all([first.kill('SIGTERM'), second.kill('SIGTERM')])
})
