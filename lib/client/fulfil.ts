// Sends one wish to the server: the command that fulfils it, and the place in the log that it was given.
import type { MessageId, RoomId } from '../shared/ids'
import { Command } from '../shared/protocol'
import type { Answer, Line } from './line'
import type { WishedChange, WishedPost } from './outgoing'

export type LogPlace = { id: MessageId; seq: number; rev: number; postedAt: number }
export type NoPlace = Exclude<Answer<never>, { ok: true }>

type Fulfilled =
  | { ok: true; kind: 'posted'; wish: WishedPost; place: LogPlace }
  | { ok: true; kind: 'changed'; wish: WishedChange; place: { rev: number } }
  | NoPlace

export async function fulfil(line: Line, roomId: RoomId, wish: WishedPost | WishedChange): Promise<Fulfilled> {
  if (wish.kind === 'post') {
    const answer = await post(line, roomId, wish)
    return answer.ok ? { ok: true, kind: 'posted', wish, place: answer.value } : answer
  }
  const answer = await change(line, roomId, wish)
  return answer.ok ? { ok: true, kind: 'changed', wish, place: answer.value } : answer
}

function post(line: Line, roomId: RoomId, { clientMessageId, body, replyTo }: WishedPost): Promise<Answer<LogPlace>> {
  const message = { roomId, clientMessageId, body }
  return line.ask(Command.messageSend, replyTo === undefined ? message : { ...message, replyTo })
}

function change(line: Line, roomId: RoomId, wish: WishedChange): Promise<Answer<{ rev: number }>> {
  const { messageId } = wish
  switch (wish.kind) {
    case 'edit':
      return line.ask(Command.messageEdit, { roomId, messageId, body: wish.body })
    case 'delete':
      return line.ask(Command.messageDelete, { roomId, messageId })
    case 'react':
      return line.ask(Command.messageReact, { roomId, messageId, emoji: wish.emoji, on: wish.on })
  }
}
