// The four ways to change a room's log, and what becomes of each.
import { hash } from 'node:crypto'
import type { ClientMessageId, MessageId, RoomId, UserId } from '../shared/ids'
import type { Message } from '../shared/model'
import type { Refusal } from '../shared/refusal'

type By = { roomId: RoomId; userId: UserId }

export type Post = By & { kind: 'post'; clientMessageId: ClientMessageId; body: string; replyTo?: MessageId }
export type Edit = By & { kind: 'edit'; messageId: MessageId; body: string }
export type Delete = By & { kind: 'delete'; messageId: MessageId }
export type React = By & { kind: 'react'; messageId: MessageId; emoji: string; on: boolean }
export type LogChange = Post | Edit | Delete | React

/** Where a change stands in the log. For a post `rev` equals `seq` unless the message was changed since. */
export type LogPlace = { id: MessageId; seq: number; rev: number; postedAt: number }

export type Outcome = { ok: true; place: LogPlace } | { ok: false; refusal: Refusal }

/** What one transaction did to one room, in the terms of an Advance: true of the revs after `since` up to `upto`. */
export type CommittedRange = {
  roomId: RoomId
  since: number
  upto: number
  head: number
  messages: Message[]
  /** Set where it only says again what was committed before. */
  isRepeat?: true
}

/** Tells a repeat of a post from another post under the same key, without keeping the text twice. */
export function postedHash({ body, replyTo }: { body: string; replyTo?: MessageId }): string {
  return hash('sha256', `${replyTo ?? ''}\n${body}`, 'base64url')
}
