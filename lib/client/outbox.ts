// Own messages on their way: shown at once, sent one at a time and in order, again until the server has decided.
import { type ClientMessageId, createClientMessageId, type MessageId, type RoomId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import { Command, type Value } from '../shared/protocol'
import { isFinalRefusal } from '../shared/refusal'
import type { Answer, Line } from './line'
import type { OutgoingMessage, WaitReason } from './room-state'

export type Outbox = {
  send(body: string, replyTo?: MessageId): void
  retry(id: ClientMessageId): void
  discard(id: ClientMessageId): void
  /** True for a message that its author gave up; should it arrive after all, it is to be deleted. */
  isDiscarded(id: ClientMessageId): boolean
  /** The connection is back: what waits goes out now. */
  flush(): void
  close(): void
}

type Parts = {
  roomId: RoomId
  line: Line
  read(): readonly OutgoingMessage[]
  write(items: readonly OutgoingMessage[]): void
  /** The server has stored it. */
  onSent(message: OutgoingMessage, place: Value<typeof Command.messageSend>): void
  onHeld(until: number | undefined): void
}

const BACKOFF_FROM = 1_000
const BACKOFF_TO = 30_000

export function createOutbox({ roomId, line, read, write, onSent, onHeld }: Parts): Outbox {
  const discarded = new Set<ClientMessageId>()
  const clocks = new Set<ReturnType<typeof setTimeout>>()
  let isSending = false
  let isClosed = false
  let pause: ReturnType<typeof setTimeout> | undefined
  let backoff = BACKOFF_FROM
  let lastReason: WaitReason | undefined

  function update(id: ClientMessageId, change: (item: OutgoingMessage) => OutgoingMessage | undefined): void {
    write(read().flatMap((item) => (item.clientMessageId === id ? (change(item) ?? []) : item)))
  }

  /** After five seconds the person is told why, and may act. */
  function watchDelay(id: ClientMessageId): void {
    const clock = setTimeout(() => {
      clocks.delete(clock)
      const reason = line.socket.connected ? (lastReason ?? 'no_answer') : 'offline'
      update(id, (item) => (item.status === 'pending' ? { ...item, status: 'delayed', reason } : item))
    }, TIMES.retryShownAfter)
    clocks.add(clock)
  }

  async function sendNext(): Promise<void> {
    const item = read().find(({ status }) => status !== 'failed')
    if (isSending || isClosed || pause !== undefined || !item || !line.socket.connected) return
    isSending = true
    const { clientMessageId, body, replyTo } = item
    const answer = await line.ask(Command.messageSend, {
      roomId,
      clientMessageId,
      body,
      ...(replyTo === undefined ? {} : { replyTo }),
    })
    isSending = false
    settle(item, answer)
    void sendNext()
  }

  function settle(item: OutgoingMessage, answer: Answer<Value<typeof Command.messageSend>>): void {
    const id = item.clientMessageId
    if (answer.ok) {
      backoff = BACKOFF_FROM
      lastReason = undefined
      onSent(item, answer.value)
      update(id, () => undefined)
      return
    }
    const reason = answer.code
    if (reason === 'offline' || reason === 'no_answer') {
      lastReason = reason
      wait(nextBackoff())
    } else if (isFinalRefusal(reason)) {
      update(id, ({ clientMessageId, body, startedAt, ...rest }) => ({
        ...(rest.replyTo === undefined ? {} : { replyTo: rest.replyTo }),
        clientMessageId,
        body,
        startedAt,
        status: 'failed',
        reason,
      }))
    } else {
      lastReason = reason
      const delay = ('retryAfterMs' in answer ? answer.retryAfterMs : undefined) ?? nextBackoff()
      if (reason === 'rate_limited') onHeld(Date.now() + delay)
      wait(delay)
    }
  }

  function nextBackoff(): number {
    const delay = Math.random() * backoff
    backoff = Math.min(backoff * 2, BACKOFF_TO)
    return delay
  }

  function wait(milliseconds: number): void {
    pause = setTimeout(resume, milliseconds)
  }

  function resume(): void {
    clearTimeout(pause)
    pause = undefined
    onHeld(undefined)
    void sendNext()
  }

  return {
    send(body, replyTo) {
      const clientMessageId = createClientMessageId()
      const made = { clientMessageId, body, startedAt: Date.now(), status: 'pending' } as const
      write([...read(), replyTo === undefined ? made : { ...made, replyTo }])
      watchDelay(clientMessageId)
      void sendNext()
    },
    retry(id) {
      update(id, ({ clientMessageId, body, startedAt, replyTo }) => {
        const again = { clientMessageId, body, startedAt, status: 'pending' } as const
        return replyTo === undefined ? again : { ...again, replyTo }
      })
      watchDelay(id)
      resume()
    },
    discard(id) {
      discarded.add(id)
      update(id, () => undefined)
    },
    isDiscarded: (id) => discarded.has(id),
    flush() {
      backoff = BACKOFF_FROM
      resume()
    },
    close() {
      isClosed = true
      clearTimeout(pause)
      for (const clock of clocks) clearTimeout(clock)
    },
  }
}
