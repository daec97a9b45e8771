// Own messages and changes on their way: shown at once, kept on the shelf, sent one at a time and in order, again until
// the server has decided.
import { type ClientMessageId, createClientMessageId, createId, type MessageId, type RoomId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import { Command } from '../shared/protocol'
import { isFinalRefusal } from '../shared/refusal'
import { ANSWERED, createBackoff } from './backoff'
import { createDelays } from './delays'
import { fulfil, type LogPlace, type NoPlace } from './fulfil'
import type { Line } from './line'
import type { Shelf } from './outbox-shelf'
import { createOutboxView, type OutboxView } from './outbox-view'
import { aged, dueNow, type Outgoing, renewed, type WishedChange, type WishedPost, withWish } from './outgoing'
import type { WaitReason } from './room-state'

export type Outbox = {
  send(body: string, replyTo?: MessageId): void
  edit(messageId: MessageId, body: string): void
  /** Deletes after the time in which it can be undone. @returns the id for `drop` */
  remove(messageId: MessageId): string
  react(messageId: MessageId, emoji: string, on: boolean): void
  /** Sends a delayed or failed one again, now. */
  retry(id: string): void
  /** Takes a wish back that has not gone out, or forgets a failed one. */
  drop(id: string): void
  /** Gives a message up; should it have been stored, it is deleted once it is seen. */
  discard(id: ClientMessageId): void
  /** Own messages of the log: given up ones among them are deleted. */
  saw(messages: readonly { id: MessageId; clientMessageId: ClientMessageId; deletedAt?: number }[]): void
  /** The connection is back: what waits goes out now. */
  flush(): void
  /** The page is being left: nothing can be undone any more. */
  leave(): void
  close(): void
}

type Parts = {
  roomId: RoomId
  line: Line
  shelf: Shelf
  /** Shows what waits. */
  write(view: OutboxView): void
  /** The server has stored it. */
  onPosted(post: WishedPost, place: LogPlace): void
  onChanged(change: WishedChange, rev: number): void
  onHeld(until: number | undefined): void
  /** Why what waits could not go out at the last try; nothing when it did, or nothing waits any more. */
  onReason(reason: WaitReason | undefined): void
}

export function createOutbox({ roomId, line, shelf, write, onPosted, onChanged, onHeld, onReason }: Parts): Outbox {
  let wishes: Outgoing[] = []
  /** Not on the shelf yet, and taken from it just now: what another tab reads meanwhile must not undo either. */
  const fresh = new Set<string>()
  const settled = new Set<string>()
  const delays = createDelays(
    (id) => {
      if (!wishes.some((wish) => wish.id === id)) return undefined
      return line.socket.connected ? (lastReason ?? 'no_answer') : 'offline'
    },
    () => show(wishes),
  )
  const view = createOutboxView()
  let isSending = false
  let isClosed = false
  let pause: ReturnType<typeof setTimeout> | undefined
  let due: ReturnType<typeof setTimeout> | undefined
  const backoff = createBackoff()
  let lastReason: WaitReason | undefined

  function show(next: Outgoing[]): void {
    wishes = next
    write(view.of(wishes, delays.reasons))
    if (wishes.length === 0) because(undefined)
  }

  function because(reason: WaitReason | undefined): void {
    if (reason === lastReason) return
    lastReason = reason
    onReason(reason)
  }

  /** Keeps a change of the list: on the screen at once, on the shelf as soon as it can. */
  async function keep(change: (list: Outgoing[]) => Outgoing[]): Promise<void> {
    show(change(wishes))
    // Without storage, or with a full one, it lives as long as the page.
    await shelf.change(roomId, change).catch(() => undefined)
  }

  function add(wish: Outgoing): void {
    fresh.add(wish.id)
    delays.watch(wish.id)
    void keep((list) => withWish(list, wish)).then(() => {
      fresh.delete(wish.id)
      void flush()
    })
  }

  function settle(id: string): Promise<void> {
    settled.add(id)
    delays.forget(id)
    return keep((list) => list.filter((wish) => wish.id !== id)).then(() => void settled.delete(id))
  }

  /** What the shelf holds now, with what is not there yet and without what is settled. */
  async function reload(): Promise<void> {
    const kept = await shelf.load(roomId).catch(() => wishes)
    if (isClosed) return
    const known = new Set(kept.map(({ id }) => id))
    const own = wishes.filter(({ id }) => fresh.has(id) && !known.has(id))
    const all = [...kept, ...own].filter(({ id }) => !settled.has(id))
    show(aged(all, Date.now()))
    // What an earlier page left waiting is told of like what was written here.
    for (const { id, failed } of wishes) if (failed === undefined) delays.ensure(id)
  }

  /** The next to go out; a deletion that can still be undone keeps nobody waiting. */
  function findNext(): WishedPost | WishedChange | undefined {
    const now = Date.now()
    const waiting = wishes.flatMap((wish) => (wish.kind === 'discarded' || wish.failed !== undefined ? [] : [wish]))
    const undoable = waiting.flatMap((wish) => (wish.kind === 'delete' && wish.sendAt > now ? [wish.sendAt] : []))
    clearTimeout(due)
    if (undoable.length > 0) due = setTimeout(() => void flush(), Math.min(...undoable) - now)
    return waiting.find((wish) => wish.kind !== 'delete' || wish.sendAt <= now)
  }

  const canSend = (): boolean => !isClosed && pause === undefined && line.socket.connected

  async function flush(): Promise<void> {
    if (isSending || !canSend() || !findNext()) return
    isSending = true
    try {
      await shelf.inTurn(roomId, sendAll)
    } catch {
      // The browser has taken the lock away, as from a page put aside: later then.
      wait(backoff.next())
    }
    isSending = false
    if (findNext()) void flush()
  }

  async function sendAll(): Promise<void> {
    // Another tab may have sent some of them while this one waited for its turn.
    await reload()
    for (let next = findNext(); next && canSend(); next = findNext()) await deliver(next)
  }

  async function deliver(wish: WishedPost | WishedChange): Promise<void> {
    const answer = await fulfil(line, roomId, wish)
    if (!answer.ok) return hold(wish, answer)
    if (answer.kind === 'posted') onPosted(answer.wish, answer.place)
    else onChanged(answer.wish, answer.place.rev)
    backoff.reset()
    because(undefined)
    await settle(wish.id)
  }

  async function hold(wish: Outgoing, answer: NoPlace): Promise<void> {
    const reason = answer.code
    if (reason === 'offline' || reason === 'no_answer') {
      because(reason)
      wait(backoff.next())
    } else if (isFinalRefusal(reason)) {
      // What was to be deleted is gone already.
      if (wish.kind === 'delete' && reason === 'not_found') return settle(wish.id)
      await keep((list) => list.map((known) => (known.id === wish.id ? { ...known, failed: reason } : known)))
    } else {
      because(reason)
      const delay = ('retryAfterMs' in answer ? answer.retryAfterMs : undefined) ?? backoff.next(ANSWERED)
      if (reason === 'rate_limited') onHeld(Date.now() + delay)
      wait(delay)
    }
  }

  function wait(milliseconds: number): void {
    clearTimeout(pause)
    pause = setTimeout(resume, milliseconds)
  }

  function resume(): void {
    clearTimeout(pause)
    pause = undefined
    onHeld(undefined)
    void flush()
  }

  const stopHearing = shelf.onChange((changed) => {
    if (changed === roomId) void reload().then(flush)
  })
  void reload().then(flush)

  return {
    send(body, replyTo) {
      const clientMessageId = createClientMessageId()
      const post = { kind: 'post', id: clientMessageId, clientMessageId, body, startedAt: Date.now() } as const
      add(replyTo === undefined ? post : { ...post, replyTo })
    },
    edit: (messageId, body) => add({ kind: 'edit', id: createId(), messageId, body, startedAt: Date.now() }),
    remove(messageId) {
      const id = createId()
      const now = Date.now()
      add({ kind: 'delete', id, messageId, startedAt: now, sendAt: now + TIMES.undoWithin })
      return id
    },
    react(messageId, emoji, on) {
      add({ kind: 'react', id: createId(), messageId, emoji, on, startedAt: Date.now() })
    },
    retry(id) {
      delays.watch(id)
      void keep((list) => list.map((wish) => (wish.id === id ? renewed(wish) : wish))).then(resume)
    },
    drop: (id) => void settle(id),
    discard(clientMessageId) {
      const given = { kind: 'discarded', id: createId(), clientMessageId, startedAt: Date.now() } as const
      void keep((list) => [...list.filter(({ id }) => id !== clientMessageId), given])
    },
    saw(messages) {
      for (const wish of wishes) {
        if (wish.kind !== 'discarded') continue
        const stored = messages.find(({ clientMessageId }) => clientMessageId === wish.clientMessageId)
        if (!stored) continue
        if (stored.deletedAt !== undefined) void settle(wish.id)
        else if (!wishes.some((known) => known.kind === 'delete' && known.messageId === stored.id))
          add({ kind: 'delete', id: createId(), messageId: stored.id, startedAt: Date.now(), sendAt: 0 })
      }
    },
    flush() {
      backoff.reset()
      resume()
    },
    leave() {
      for (const wish of wishes) {
        if (wish.kind !== 'delete' || wish.failed !== undefined || settled.has(wish.id)) continue
        // At once, since a page that is left runs nothing later; should it not arrive, the shelf remembers.
        void line.ask(Command.messageDelete, { roomId, messageId: wish.messageId }).then((answer) => {
          if (answer.ok) void settle(wish.id)
        })
      }
      void shelf.change(roomId, (list) => list.map(dueNow)).catch(() => undefined)
    },
    close() {
      isClosed = true
      stopHearing()
      clearTimeout(pause)
      clearTimeout(due)
      delays.close()
    },
  }
}
