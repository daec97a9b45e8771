// Listens in on a tab's connection: what it asked, what it was answered, what it was sent.
import type { Socket } from 'socket.io-client'
import { z } from 'zod'
import type { Advance, Message } from '#lib/shared/model'
import { Command, Event } from '#lib/shared/protocol'
import { type ChangeOp, type HistoryItem, hashText } from '../oracle/history'
import { itemOf, type Recorder } from './recorder'

type Who = { client: string; member: string; room: string; node(): string }

const OPS: Partial<Record<string, ChangeOp>> = {
  [Command.messageSend]: 'send',
  [Command.messageEdit]: 'edit',
  [Command.messageDelete]: 'delete',
  [Command.messageReact]: 'react',
}
const askedSchema = z.object({
  roomId: z.string(),
  clientMessageId: z.string().optional(),
  messageId: z.string().optional(),
  body: z.string().optional(),
})
const placeSchema = z.object({ id: z.string().optional(), seq: z.int().optional(), rev: z.int() })
type Answer = { ok: true; value: unknown } | { ok: false; code: string }

const advanceSchema = z.custom<Advance>((value) => typeof value === 'object' && value !== null && 'upto' in value)
const enteredSchema = z.object({ advance: advanceSchema })
const pageSchema = z.object({ messages: z.custom<Message[]>(Array.isArray), reachedStart: z.boolean() })

/** The change that a command asks for, or nothing. The key of a repeat is that of its first time. */
export function changeOf(name: string, payload: unknown): { op: ChangeOp; key: string; hash: string } | undefined {
  const op = OPS[name]
  if (op === undefined) return undefined
  const { clientMessageId, body } = askedSchema.parse(payload)
  return {
    op,
    key: clientMessageId ?? hashText(JSON.stringify(payload)),
    hash: body === undefined ? '' : hashText(body),
  }
}

/** Notes everything that passes on the socket. */
export function tapWire(socket: Socket, who: Who, recorder: Recorder): void {
  const { client, member, room } = who
  const base = () => ({ t: recorder.now(), client, member, node: who.node(), room })
  const wanted = new Set<string>()
  socket.on('connect', () => recorder.note({ ...base(), op: 'connect' }))
  socket.on('disconnect', () => recorder.note({ ...base(), op: 'disconnect' }))
  socket.onAny((name: string, payload: unknown) => {
    if (name === Event.serverDraining) recorder.note({ ...base(), op: 'drain' })
    const advance = name === Event.roomAdvanced ? advanceSchema.parse(payload) : undefined
    if (advance) received(advance, 'event')
  })

  function received({ roomId, messages, upto, reset }: Advance, op: 'event' | 'catchup'): void {
    const items: HistoryItem[] = messages.map(itemOf)
    recorder.note({ ...base(), room: roomId, op: reset ? 'reset' : op, items, cursor: upto })
  }

  function answered(name: string, payload: unknown, answer: Answer): void {
    const change = changeOf(name, payload)
    const { roomId, messageId = '' } = askedSchema.partial().parse(payload)
    const by = { ...base(), room: roomId ?? room }
    if (change) {
      const { op: of, key, hash } = change
      if (answer.ok) {
        const { id = messageId, seq = 0, rev } = placeSchema.parse(answer.value)
        recorder.note({ ...by, op: 'ack', of, key, id, seq, rev, hash })
      } else {
        recorder.note({ ...by, op: 'refusal', of, key, code: answer.code })
      }
      return
    }
    if (!answer.ok) return
    if (name === Command.roomCatchUp) received(advanceSchema.parse(answer.value), 'catchup')
    if (name === Command.roomEnter) received(enteredSchema.parse(answer.value).advance, 'catchup')
    if (name === Command.messagePage) {
      const { messages } = pageSchema.parse(answer.value)
      recorder.note({ ...by, op: 'catchup', items: messages.map(itemOf), cursor: 0 })
    }
  }

  // `timeout` sets a flag and gives back the socket itself, so this hears of every command.
  const emitWithAck = socket.emitWithAck.bind(socket)
  socket.emitWithAck = async (name: string, ...payload: unknown[]) => {
    const change = changeOf(name, payload[0])
    // A post was noted when it was written; another tab of the browser may be the one that sends it.
    if (change && change.op !== 'send' && !wanted.has(change.key)) {
      wanted.add(change.key)
      recorder.note({ ...base(), ...change })
    }
    try {
      const answer: Answer = await emitWithAck(name, ...payload)
      answered(name, payload[0], answer)
      return answer
    } catch (error) {
      if (change) recorder.note({ ...base(), op: 'timeout', of: change.op, key: change.key })
      throw error
    }
  }
}
