import type { Snapshot } from '#lib/client/room-store'
import type { Message } from '#lib/shared/model'

/** All messages that a page has: the newest, and those around the one it was asked for. */
export function messagesOf({ entered, around }: Snapshot): Message[] {
  return [...entered.advance.messages, ...(around?.messages ?? [])]
}
