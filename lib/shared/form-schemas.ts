// What the join form must hold. An issue's message is the problem's word; its path is the field.
import { z } from 'zod'
import { parseRoomCode, type RoomCode } from './ids'
import { SIZES } from './limits'
import { parseUsername, type Username } from './names'
import { cleanText, textProblem } from './text'

const field = z.string().max(SIZES.actionBodyBytes)

const name = field.default('').transform((input, context): Username => {
  const parsed = parseUsername(input)
  if (parsed.ok) return parsed.name
  context.addIssue({ code: 'custom', message: parsed.problem })
  return z.NEVER
})

const code = field.default('').transform((input, context): RoomCode => {
  const parsed = input.length <= SIZES.codeInput ? parseRoomCode(input) : undefined
  if (parsed) return parsed
  context.addIssue({ code: 'custom', message: input.trim() === '' ? 'empty' : 'malformed' })
  return z.NEVER
})

const title = field.default('').transform((input, context): string | undefined => {
  const cleaned = cleanText(input).replace(/\s+/g, ' ')
  if (cleaned === '') return undefined
  const problem = textProblem(cleaned, SIZES.title)
  if (problem) context.addIssue({ code: 'custom', message: problem })
  return cleaned
})

export const joinSchema = z.object({ code, name })
export const lobbySchema = z.object({ name })
export const createSchema = z.object({ name, title })
