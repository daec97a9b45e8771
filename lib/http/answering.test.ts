import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAnswering } from './answering'
import { REQUEST_ID_HEADER } from './request-id'

const answering = createAnswering()
const contexts: unknown[] = []
const server = createServer((request, response) => {
  if (request.url === '/named') response.setHeader(REQUEST_ID_HEADER, 'the-id')
  answering.run(response, async () => {
    if (request.url === '/late') response.flushHeaders()
    // In a later turn, as pages are made.
    await Promise.resolve()
    contexts.push(answering.context())
    answering.status(404)
    response.end()
  })
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

test('what makes an answer may set its status until the headers are out', async () => {
  expect((await fetch(`${origin}/`)).status).toBe(404)
  expect((await fetch(`${origin}/late`)).status).toBe(200)
})

test('what makes an answer logs under the id of its request, if that has one', async () => {
  contexts.length = 0
  await fetch(`${origin}/named`)
  await fetch(`${origin}/`)
  expect(contexts).toEqual([{ requestId: 'the-id' }, {}])
})

test('outside of a request there is no id, and no status to set', () => {
  answering.status(404)
  expect(answering.context()).toEqual({})
})
