// Own edits, deletions and reactions on the messages they are about, before the server has confirmed them. Pure.
import type { MessageId, UserId } from '../shared/ids'
import type { Message, Reaction } from '../shared/model'
import type { WishedChange } from './outgoing'
import type { StoredChange } from './room-state'

type Changes = { changes: readonly WishedChange[]; stored: readonly StoredChange[] }

/** The messages as they will be. A message without a change keeps its object, and all of them their array. */
export function withOwnChanges(
  messages: readonly Message[],
  { changes, stored }: Changes,
  selfId: UserId,
  now: number,
): readonly Message[] {
  const byMessage = new Map<MessageId, WishedChange[]>()
  const note = (change: WishedChange): void => {
    // One that was refused for good shows the message as it is; the person is told beside it.
    if (change.failed === undefined)
      byMessage.set(change.messageId, [...(byMessage.get(change.messageId) ?? []), change])
  }
  for (const { change } of stored) note(change)
  for (const change of changes) note(change)
  if (byMessage.size === 0) return messages
  return messages.map((message) => (byMessage.get(message.id) ?? []).reduce(makeChange, message))

  function makeChange(message: Message, change: WishedChange): Message {
    switch (change.kind) {
      case 'edit':
        return message.deletedAt === undefined ? { ...message, body: change.body, editedAt: now } : message
      case 'delete':
        return { ...message, body: '', deletedAt: now, reactions: [] }
      case 'react':
        return { ...message, reactions: withReaction(message.reactions ?? [], change, selfId) }
    }
  }
}

function withReaction(
  reactions: readonly Reaction[],
  { emoji, on }: { emoji: string; on: boolean },
  selfId: UserId,
): Reaction[] {
  const isKnown = reactions.some((reaction) => reaction.emoji === emoji)
  const all = isKnown || !on ? reactions : [...reactions, { emoji, userIds: [] }]
  return all.flatMap((reaction) => {
    if (reaction.emoji !== emoji) return [reaction]
    const others = reaction.userIds.filter((userId) => userId !== selfId)
    const userIds = on ? [...others, selfId] : others
    return userIds.length === 0 ? [] : [{ emoji, userIds }]
  })
}

/** Those whose message, as it is held, does not show them yet. */
export function stillUnseen(stored: readonly StoredChange[], messages: readonly Message[]): readonly StoredChange[] {
  if (stored.length === 0) return stored
  const revs = new Map(messages.map(({ id, rev }) => [id, rev]))
  const left = stored.filter(({ change, rev }) => (revs.get(change.messageId) ?? Number.POSITIVE_INFINITY) < rev)
  return left.length === stored.length ? stored : left
}
