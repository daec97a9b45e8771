// What a commit tells of, without a database.
import type { CommittedRange } from '../domain/log-change'
import { createId, type RoomId } from '../shared/ids'
import type { Message } from '../shared/model'

/** The range that the post of one message makes: the message has the number of the commit. */
export function postRange(roomId: RoomId, rev: number, body = `${rev}`): CommittedRange {
  return { roomId, since: rev - 1, upto: rev, head: rev, messages: [postedMessage(roomId, rev, body)] }
}

function postedMessage(roomId: RoomId, seq: number, body: string): Message {
  const author = { id: createId<Message['author']['id']>(), name: 'Ada' }
  const ids = { id: createId<Message['id']>(), clientMessageId: createId<Message['clientMessageId']>() }
  return { ...ids, roomId, seq, rev: seq, author, body, postedAt: seq }
}
