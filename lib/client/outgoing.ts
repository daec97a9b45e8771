// What a person wants the log to hold and the server has not confirmed: messages and changes of messages. These are the
// shapes that are kept in the browser, so whatever is read back is checked.
import { type ClientMessageId, isClientMessageId, isId, type MessageId } from '../shared/ids'
import type { WaitReason } from './room-state'

/** `id` names the wish in this browser; `startedAt` is the browser's clock, milliseconds, and never decides order. */
type Wish = { id: string; startedAt: number; failed?: WaitReason }

export type WishedPost = Wish & { kind: 'post'; clientMessageId: ClientMessageId; body: string; replyTo?: MessageId }
export type WishedChange = Wish & { messageId: MessageId } & (
    | { kind: 'edit'; body: string }
    /** Not sent before `sendAt`: until then it can be undone. */
    | { kind: 'delete'; sendAt: number }
    | { kind: 'react'; emoji: string; on: boolean }
  )
/** A message that was given up. Should it have been stored after all, it is deleted when it is seen. */
export type Discarded = Wish & { kind: 'discarded'; clientMessageId: ClientMessageId }

export type Outgoing = WishedPost | WishedChange | Discarded

/** After this long a message is not sent by itself any more: the person decides. Milliseconds. */
export const EXPIRES_AFTER = 24 * 3_600_000
const DISCARDED_FOR = 2 * EXPIRES_AFTER

export function isChange(wish: Outgoing): wish is WishedChange {
  return wish.kind === 'edit' || wish.kind === 'delete' || wish.kind === 'react'
}

/** Adds a wish; one about the same thing that has not gone out is replaced by it. */
export function withWish(wishes: readonly Outgoing[], wish: Outgoing): Outgoing[] {
  return [...wishes.filter((known) => !replaces(wish, known)), wish]
}

function replaces(wish: Outgoing, known: Outgoing): boolean {
  if (wish.id === known.id) return true
  if (!isChange(wish) || !isChange(known) || wish.messageId !== known.messageId) return false
  if (wish.kind === 'delete') return true
  if (wish.kind === 'react') return known.kind === 'react' && known.emoji === wish.emoji
  return known.kind === 'edit'
}

/** What waited too long is left to the person, and what was given up long ago is forgotten. */
export function aged(wishes: readonly Outgoing[], now: number): Outgoing[] {
  return wishes.flatMap((wish): Outgoing[] => {
    const age = now - wish.startedAt
    if (wish.kind === 'discarded') return age > DISCARDED_FOR ? [] : [wish]
    if (wish.failed !== undefined || age <= EXPIRES_AFTER) return [wish]
    return wish.kind === 'post' || wish.kind === 'edit' ? [{ ...wish, failed: 'expired' }] : [wish]
  })
}

/** To be sent again, with a day to go. */
export function renewed({ failed: _, ...wish }: Outgoing): Outgoing {
  return { ...wish, startedAt: Date.now() }
}

/** A deletion that can be undone no more; any other wish as it is. */
export function dueNow(wish: Outgoing): Outgoing {
  return wish.kind === 'delete' ? { ...wish, sendAt: 0 } : wish
}

/** The wishes among whatever the browser had kept; anything else is dropped. */
export function readWishes(kept: unknown): Outgoing[] {
  return Array.isArray(kept) ? kept.filter(isOutgoing) : []
}

function isOutgoing(value: unknown): value is Outgoing {
  if (typeof value !== 'object' || value === null) return false
  const wish: { [key: string]: unknown } = { ...value }
  if (typeof wish.id !== 'string' || typeof wish.startedAt !== 'number') return false
  switch (wish.kind) {
    case 'post':
      return (
        isKey(wish.clientMessageId) &&
        typeof wish.body === 'string' &&
        (wish.replyTo === undefined || isMessage(wish.replyTo))
      )
    case 'discarded':
      return isKey(wish.clientMessageId)
    case 'edit':
      return isMessage(wish.messageId) && typeof wish.body === 'string'
    case 'delete':
      return isMessage(wish.messageId) && typeof wish.sendAt === 'number'
    case 'react':
      return isMessage(wish.messageId) && typeof wish.emoji === 'string' && typeof wish.on === 'boolean'
    default:
      return false
  }
}

const isKey = (value: unknown): boolean => typeof value === 'string' && isClientMessageId(value)
const isMessage = (value: unknown): boolean => typeof value === 'string' && isId(value)
