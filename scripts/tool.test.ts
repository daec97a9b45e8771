import { afterEach, expect, test, vi } from 'vitest'
import { runTool } from './tool'

afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

async function told(error: unknown) {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await runTool('', {}, () => Promise.reject(error))
  return { said: String(write.mock.lastCall?.[0]), exitCode: process.exitCode }
}

test('a tool that fails says why in one sentence', async () => {
  expect(await told(new Error('There is no backup.'))).toEqual({ said: 'There is no backup.\n', exitCode: 1 })
  expect(await told('gone')).toEqual({ said: 'gone\n', exitCode: 1 })
})

test('a tool says of a mistake of its own where it was made', async () => {
  const mistake = new TypeError('x is not a function')
  expect((await told(mistake)).said).toBe(`${mistake.stack}\n`)
  const option = Object.assign(new TypeError("Unknown option '--nope'."), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' })
  expect((await told(option)).said).toBe("Unknown option '--nope'.\n")
})
