// What waits, as the screen reads it. A wish that has not changed keeps its object, so that its row is not drawn again.
import type { Outgoing, WishedPost } from './outgoing'
import { isChange } from './outgoing'
import type { OutgoingChange, OutgoingMessage, WaitReason } from './room-state'

export type OutboxView = { outbox: readonly OutgoingMessage[]; changes: readonly OutgoingChange[] }

export function createOutboxView() {
  const messages = new Map<string, OutgoingMessage>()

  function messageOf(post: WishedPost, reason: WaitReason | undefined): OutgoingMessage {
    const known = messages.get(post.id)
    const made = toMessage(post, reason)
    if (known && isSame(known, made)) return known
    messages.set(post.id, made)
    return made
  }

  return {
    of(wishes: readonly Outgoing[], delayed: ReadonlyMap<string, WaitReason>): OutboxView {
      const posts = wishes.filter((wish) => wish.kind === 'post')
      const waiting = new Set(posts.map(({ id }) => id))
      for (const id of messages.keys()) if (!waiting.has(id)) messages.delete(id)
      return {
        outbox: posts.map((post) => messageOf(post, delayed.get(post.id))),
        changes: wishes.filter(isChange),
      }
    },
  }
}

function toMessage(post: WishedPost, delay: WaitReason | undefined): OutgoingMessage {
  const { clientMessageId, body, startedAt, replyTo, failed } = post
  const message = { clientMessageId, body, startedAt, ...(replyTo === undefined ? {} : { replyTo }) }
  if (failed !== undefined) return { ...message, status: 'failed', reason: failed }
  return delay === undefined ? { ...message, status: 'pending' } : { ...message, status: 'delayed', reason: delay }
}

function isSame(a: OutgoingMessage, b: OutgoingMessage): boolean {
  const reasonOf = (message: OutgoingMessage) => (message.status === 'pending' ? undefined : message.reason)
  return a.status === b.status && a.startedAt === b.startedAt && reasonOf(a) === reasonOf(b)
}
