import { afterAll, expect, test } from 'vitest'
import { createClientMessageId } from './shared/ids'
import { connect, create, enter } from './testing/client'
import { endProcesses, SERVED_BY, startProcess } from './testing/process'

afterAll(endProcesses)

const faults: [string, string][] = [
  ['unhandled rejection', "void Promise.reject(new Error('a fault of a test'))"],
  ['uncaught exception', "setImmediate(() => { throw new Error('a fault of a test') })"],
]

test.each(faults)(
  `a fault that nobody caught (%s) ends the process with code 1, after a drain that keeps what was acknowledged (${SERVED_BY})`,
  async (what, fault) => {
    const faulty = `data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => { ${fault} })`)}`
    const first = await startProcess({ imports: [faulty] })
    const ada = await first.within((host) => create(host, 'Ada'))
    const client = await first.within((host) => enter(host, ada))
    const clientMessageId = createClientMessageId()
    const sent = { roomId: ada.roomId, clientMessageId, body: 'before the fault' }
    expect(await client.ask('message:send', sent)).toMatchObject({ ok: true })
    expect(await first.kill('SIGUSR2')).toEqual({ code: 1, signal: null })
    expect(first.printed()).toContain(what)
    client.close()

    const second = await startProcess({ dataDir: first.dataDir })
    const again = await second.within((host) => connect(host, ada))
    const { messages } = await again.do('message:page', { roomId: ada.roomId, limit: 10, afterSeq: 0 })
    expect(messages.map(({ body }) => body)).toEqual(['before the fault'])
    again.close()
    expect(await second.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  },
)
