// What each command's payload must look like. Strict: an unknown key is a refusal, and every string, number and
// record has a bound.
import { z } from 'zod'
import { type ClientMessageId, isClientMessageId, isId, parseRoomCode, type RoomCode } from './ids'
import { SIZES } from './limits'
import { parseUsername } from './names'
import { Command, type CommandName, type Payload } from './protocol'
import { cleanText, type TextLimit, textProblem } from './text'

function id<T extends string>() {
  return z.custom<T>((value) => typeof value === 'string' && isId(value))
}

const roomId = id<Payload<typeof Command.roomLeave>['roomId']>()
const messageId = id<Payload<typeof Command.messageEdit>['messageId']>()
const userId = id<Payload<typeof Command.inviteSend>['userId']>()
const inviteId = id<Payload<typeof Command.inviteAccept>['inviteId']>()
const rev = z.int().min(0)

const clientMessageId = z.custom<ClientMessageId>((value) => typeof value === 'string' && isClientMessageId(value))

const code = z
  .string()
  .max(SIZES.codeInput)
  .transform((value, context): RoomCode => {
    const parsed = parseRoomCode(value)
    if (parsed) return parsed
    context.addIssue({ code: 'custom', message: 'malformed' })
    return z.NEVER
  })

/** Cleaned text; an issue carries the problem's word. */
function text(max: TextLimit) {
  return z.string().transform((value, context): string => {
    const cleaned = cleanText(value)
    const problem = textProblem(cleaned, max)
    if (!problem) return cleaned
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })
}

const body = text(SIZES.body)
const note = text(SIZES.note)
const query = text(SIZES.query)

/** A name as a person typed it; an issue carries the problem's word. */
const name = z.string().transform((value, context): string => {
  const parsed = parseUsername(value)
  if (parsed.ok) return parsed.name
  context.addIssue({ code: 'custom', message: parsed.problem })
  return z.NEVER
})

const emoji = z
  .string()
  .max(SIZES.emojiBytes)
  .refine((value) => /^\p{RGI_Emoji}$/v.test(value), 'not_an_emoji')

/** An object without keys, and nothing that only happens to have none, such as a list. */
const nothing = z
  .unknown()
  .refine((value) => typeof value === 'object' && value !== null && isPlain(value))
  .pipe(z.strictObject({}))

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

const limit = z.int().min(1).max(SIZES.pageMessages)

export const commandSchemas: { [N in CommandName]: z.ZodType<Payload<N>> } = {
  [Command.roomEnter]: z.union([
    z.strictObject({ code, cursor: rev.exactOptional() }),
    z.strictObject({ roomId, cursor: rev.exactOptional() }),
  ]),
  [Command.roomLeave]: z.strictObject({ roomId }),
  [Command.roomCatchUp]: z.strictObject({ roomId, cursor: rev }),
  [Command.roomRead]: z.strictObject({ roomId, seq: rev }),
  [Command.roomList]: nothing,
  [Command.roomLevel]: z.strictObject({ roomId, level: z.enum(['all', 'mentions', 'nothing']) }),
  [Command.roomBurn]: z.strictObject({ roomId }),
  [Command.roomRotate]: z.strictObject({ roomId }),
  [Command.memberRename]: z.strictObject({ roomId, name }),
  [Command.messageSearch]: z.strictObject({ roomId, query, beforeSeq: rev.exactOptional() }),
  [Command.messagePage]: z.union([
    z.strictObject({ roomId, limit, beforeSeq: rev }),
    z.strictObject({ roomId, limit, afterSeq: rev }),
    z.strictObject({ roomId, limit, aroundSeq: rev }),
    z.strictObject({ roomId, limit, aroundId: messageId }),
  ]),
  [Command.messageSend]: z.strictObject({ roomId, clientMessageId, body, replyTo: messageId.exactOptional() }),
  [Command.messageEdit]: z.strictObject({ roomId, messageId, body }),
  [Command.messageDelete]: z.strictObject({ roomId, messageId }),
  [Command.messageReact]: z.strictObject({ roomId, messageId, emoji, on: z.boolean() }),
  [Command.presenceReport]: z.strictObject({ visible: z.boolean() }),
  [Command.typingStart]: z.strictObject({ roomId }),
  [Command.typingStop]: z.strictObject({ roomId }),
  [Command.inviteSend]: z.strictObject({ roomId, userId, note: note.exactOptional() }),
  [Command.inviteAccept]: z.strictObject({ inviteId }),
  [Command.inviteDecline]: z.strictObject({ inviteId }),
  [Command.inviteWithdraw]: z.strictObject({ inviteId }),
  [Command.personSilence]: z.strictObject({ userId, kind: z.enum(['mute', 'block']), on: z.boolean() }),
}
