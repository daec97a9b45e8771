// What an entry of the wake stream must look like. Whoever reaches Redis can write one, so it is read like a payload.
import { z } from 'zod'
import { type InviteId, isId, type RoomId, type SessionId, type UserId } from '../shared/ids'
import type { NodeId, Wake } from './bus'

/** Bytes of wakes that one entry may carry. */
export const MOST_ENTRY_BYTES = 64 * 1024
/** People in one wake. */
export const MOST_PEOPLE = 200

const roomId = id<RoomId>()
const userId = id<UserId>()
const rev = z.int().min(0)

const wakeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('membership'), roomId, userId }),
  z.strictObject({
    kind: z.literal('session'),
    sessionId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .transform(brand<SessionId>),
  }),
  z.strictObject({ kind: z.literal('invite'), inviteId: id<InviteId>(), tell: z.enum(['both', 'invitee']) }),
  z.strictObject({ kind: z.literal('silences'), userId }),
  z.strictObject({ kind: z.literal('burned'), roomId }),
  z.strictObject({ kind: z.literal('room'), roomId }),
  z.strictObject({ kind: z.literal('advanced'), roomId, since: rev, rev }),
  z.strictObject({
    kind: z.literal('places'),
    roomId,
    round: z.int().min(0),
    people: z.array(z.strictObject({ userId, state: z.enum(['present', 'away', 'gone']) })).max(MOST_PEOPLE),
  }),
  z.strictObject({ kind: z.literal('beat'), told: z.int().min(0).optional() }),
  z.strictObject({ kind: z.literal('hello') }),
  z.strictObject({ kind: z.literal('bye') }),
  z.strictObject({ kind: z.literal('missed') }),
  z.strictObject({ kind: z.literal('typing'), roomId, userId, on: z.boolean() }),
])

const entrySchema = z.tuple([
  z.literal('node'),
  z.string().max(22).refine(isId),
  z.literal('wakes'),
  z.string().max(MOST_ENTRY_BYTES),
])

export type ReadEntry = { from: NodeId; wakes: Wake[]; ignored: number }

/** The wakes of an entry that make sense, and how many do not; nothing where it is no entry of ours at all. */
export function readEntry(fields: unknown): ReadEntry | undefined {
  const entry = entrySchema.safeParse(fields)
  if (!entry.success) return undefined
  const [, from, , json] = entry.data
  const list = z.array(z.unknown()).safeParse(parseJson(json))
  if (!list.success) return undefined
  const wakes = list.data.flatMap((one): Wake[] => {
    const wake = wakeSchema.safeParse(one)
    return wake.success ? [wake.data] : []
  })
  return { from, wakes, ignored: list.data.length - wakes.length }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function id<T extends string>() {
  return z
    .string()
    .max(22)
    .refine(isId)
    .transform(brand<T>)
}

function brand<T extends string>(value: string): T {
  return value as T
}
