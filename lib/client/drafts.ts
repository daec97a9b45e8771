// What stands unsent in a message box, per person and room, so that neither a reload nor another room loses it.
import { isId, type MessageId, type RoomId, type UserId } from '../shared/ids'

/**
 * `replyTo`: the message it answers. `editing`: the text changes that message, and `before` is what stood in the box
 * when the editing began.
 */
export type Draft =
  | { kind: 'message'; text: string; replyTo?: MessageId }
  | { kind: 'edit'; text: string; editing: MessageId; before: string }

const PREFIX = 'parley:draft:'

const keyOf = (userId: UserId, roomId: RoomId): string => `${PREFIX}${userId}/${roomId}`

/** The draft as it was kept; anything else that may stand there is none. */
export function readDraft(userId: UserId, roomId: RoomId): Draft | undefined {
  try {
    return parseDraft(localStorage.getItem(keyOf(userId, roomId)))
  } catch {
    // Storage may be forbidden.
    return undefined
  }
}

function parseDraft(kept: string | null): Draft | undefined {
  const value: unknown = kept === null ? undefined : JSON.parse(kept)
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    return undefined
  const { text } = value
  if ('editing' in value) {
    const before = 'before' in value && typeof value.before === 'string' ? value.before : ''
    const editing = toMessageId(value.editing)
    return editing === undefined ? { kind: 'message', text } : { kind: 'edit', text, editing, before }
  }
  const replyTo = 'replyTo' in value ? toMessageId(value.replyTo) : undefined
  return replyTo === undefined ? { kind: 'message', text } : { kind: 'message', text, replyTo }
}

function toMessageId(value: unknown): MessageId | undefined {
  return typeof value === 'string' && isId(value) ? (value as MessageId) : undefined
}

/** Keeps a draft; an empty one is forgotten. */
export function keepDraft(userId: UserId, roomId: RoomId, draft: Draft): void {
  const isEmpty = draft.kind === 'message' && draft.text.trim() === '' && draft.replyTo === undefined
  try {
    if (isEmpty) localStorage.removeItem(keyOf(userId, roomId))
    else localStorage.setItem(keyOf(userId, roomId), JSON.stringify(draft))
  } catch {
    // Storage may be full or forbidden: the text then lives as long as the page.
  }
}

/** Forgets what others wrote in this browser before: a shared machine must not show it. */
export function forgetDraftsOfOthers(userId: UserId): void {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
    for (const key of keys) {
      if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${userId}/`)) localStorage.removeItem(key)
    }
  } catch {
    // Storage may be forbidden.
  }
}
