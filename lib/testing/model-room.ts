// A room in memory that behaves as the protocol says a server's does: what a replay compares clients with.
import type { ClientMessageId, MessageId, RoomId, UserId } from '../shared/ids'
import type { Advance, Message, Page } from '../shared/model'
import type { Random } from './random'

/** The protocol's sizes, made small so that a short history reaches every one of them. */
export const SMALL = { page: 4, resetAfter: 24, snapshot: 5 }

export class ModelRoom {
  readonly id = 'room' as RoomId
  head = 0
  #messages: Message[] = []

  /** By seq, as they are now. */
  messages(): Message[] {
    return [...this.#messages]
  }

  /** Posts, edits, deletes or reacts: one rev. */
  change(random: Random): void {
    this.head += 1
    const old = random.pick([undefined, undefined, ...this.#messages])
    if (!old || old.deletedAt !== undefined) {
      const seq = this.head
      const author = { id: 'user' as UserId, name: 'Ada' }
      const own = { id: `m${seq}` as MessageId, clientMessageId: `c${seq}` as ClientMessageId, author, postedAt: seq }
      this.#messages.push({ ...own, roomId: this.id, seq, rev: seq, body: `${seq}` })
      return
    }
    const changed = random.pick([
      { body: `${old.seq}, edited at ${this.head}`, editedAt: this.head },
      { body: '', deletedAt: this.head, reactions: [] },
      { reactions: [...(old.reactions ?? []), { emoji: '👍', userIds: [`user-${this.head}` as UserId] }] },
    ])
    const now = { ...old, ...changed, rev: this.head }
    this.#messages = this.#messages.map((message) => (message === old ? now : message))
  }

  /** What a node emits after a commit. */
  advance(since: number): Advance {
    const messages = this.messages().filter(({ rev }) => rev > since)
    return {
      roomId: this.id,
      since,
      upto: this.head,
      head: this.head,
      messages: messages.sort((a, b) => a.rev - b.rev),
    }
  }

  catchUp(cursor: number | undefined): Advance {
    if (cursor === undefined || this.head - cursor > SMALL.resetAfter) {
      const messages = this.messages().slice(-SMALL.snapshot)
      return { roomId: this.id, since: cursor ?? 0, upto: this.head, head: this.head, messages, reset: true }
    }
    const whole = this.advance(cursor)
    const messages = whole.messages.slice(0, SMALL.page)
    return messages.length === whole.messages.length ? whole : { ...whole, messages, upto: messages.at(-1)?.rev ?? 0 }
  }

  page(beforeSeq: number): Page {
    const older = this.messages().filter(({ seq }) => seq < beforeSeq)
    return { messages: older.slice(-SMALL.page), reachedStart: older.length <= SMALL.page, reachedEnd: false }
  }
}
