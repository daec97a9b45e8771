// The one gate of the socket edge: every command is charged, parsed, run and answered here.

import type { ZodError } from 'zod'
import type { Cost } from '../domain/rate-limit'
import type { Services } from '../services'
import { commandSchemas } from '../shared/command-schemas'
import { type Ack, Command, type CommandName, type Payload, type Refused, type Value } from '../shared/protocol'
import { isFinalRefusal, isRefusal, type RefusalCode } from '../shared/refusal'
import type { ParleySocket } from './sockets'

/** A handler: a plain function of who asks and what. It authorizes by looking rows up through the member. */
export type Handler<N extends CommandName> = (socket: ParleySocket, payload: Payload<N>) => Promise<Value<N>>
export type Handlers = { [N in CommandName]: Handler<N> }

const COSTS: Record<CommandName, Cost> = {
  [Command.roomEnter]: 'read',
  [Command.roomLeave]: 'read',
  [Command.roomCatchUp]: 'read',
  [Command.roomRead]: 'read',
  [Command.roomList]: 'read',
  [Command.roomLevel]: 'read',
  [Command.roomBurn]: 'message',
  // And what opening a room costs its address.
  [Command.roomRotate]: 'read',
  [Command.memberRename]: 'message',
  [Command.messagePage]: 'read',
  [Command.messageSearch]: 'search',
  [Command.messageSend]: 'message',
  [Command.messageEdit]: 'message',
  [Command.messageDelete]: 'message',
  [Command.messageReact]: 'message',
  [Command.presenceReport]: 'read',
  [Command.typingStart]: 'typing',
  // Free, or a person who typed would be shown typing until it times out.
  [Command.typingStop]: 'free',
  [Command.inviteSend]: 'invite',
  [Command.inviteAccept]: 'read',
  [Command.inviteDecline]: 'read',
  [Command.inviteWithdraw]: 'read',
  [Command.personSilence]: 'read',
}

/** So many packets that are no command end the connection: no client of ours sends one. */
const STRIKES = 3

/** What changes the log is followed by an Advance, to the one who asked too. */
const WITH_ADVANCE: ReadonlySet<CommandName> = new Set([
  Command.messageSend,
  Command.messageEdit,
  Command.messageDelete,
  Command.messageReact,
])

/** `hasAdvance`: an Advance with what was asked for follows. */
export type Answer = (answer: Ack<unknown>, hasAdvance?: true) => void

export function listenForCommands(socket: ParleySocket, handlers: Handlers, { rates, log, metrics }: Services): void {
  let strikes = 0
  const strike = (): void => {
    strikes += 1
    metrics.refusedPacket()
    if (strikes >= STRIKES) socket.disconnect(true)
  }

  socket.onAny((name: unknown, ...args: unknown[]) => {
    const answer = args.at(-1)
    const isAnswerable = typeof answer === 'function'
    if (!isAnswerable || args.length !== 2 || !isCommandName(name)) {
      strike()
      if (isAnswerable) answer({ ok: false, code: 'invalid' })
      return
    }
    const arrivedAt = performance.now()
    void run(socket, name, args[0], handlers).then((result) => {
      if (result.ok && WITH_ADVANCE.has(name)) answer(result, true)
      else answer(result)
      metrics.answered(name, result.ok ? 'ok' : result.code, (performance.now() - arrivedAt) / 1_000)
      if (!result.ok) tellRefused(name, result.code)
    })
  })

  /** What clients may cause without bound, all at once or while the server is unwell, is told at `debug`. */
  function tellRefused(command: CommandName, code: RefusalCode): void {
    const level = isFinalRefusal(code) && COSTS[command] !== 'free' ? 'info' : 'debug'
    log[level]({ command, code, connectionId: socket.data.connectionId }, 'command refused')
  }

  async function run(from: ParleySocket, name: CommandName, input: unknown, all: Handlers): Promise<Ack<unknown>> {
    try {
      await rates.charge(COSTS[name], from.data.viewer.userId)
      return await perform(name, from, input, all)
    } catch (error) {
      if (isRefusal(error)) return { ok: false, code: error.code, ...error.detail }
      log.error({ err: error, command: name, connectionId: from.data.connectionId }, 'command failed')
      return { ok: false, code: 'internal' }
    }
  }
}

function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(commandSchemas, name)
}

async function perform<N extends CommandName>(
  name: N,
  socket: ParleySocket,
  input: unknown,
  handlers: Handlers,
): Promise<Ack<Value<N>>> {
  const parsed = commandSchemas[name].safeParse(input)
  if (!parsed.success) return refuseInput(parsed.error)
  return { ok: true, value: await handlers[name](socket, parsed.data) }
}

function refuseInput({ issues }: ZodError): Refused {
  const fields: Record<string, string> = {}
  for (const { path, code, message } of issues.slice(0, 10)) {
    fields[String(path[0] ?? '')] = code === 'custom' && /^[a-z_]+$/.test(message) ? message : 'invalid'
  }
  return { ok: false, code: Object.values(fields).includes('too_long') ? 'too_large' : 'invalid', fields }
}
