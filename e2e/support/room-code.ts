import { parseRoomCode, type RoomCode } from '#lib/shared/ids'

/** @throws Error when the text is no room code */
export function roomCode(text: string): RoomCode {
  const code = parseRoomCode(text)
  if (code === undefined) throw new Error(`"${text}" is no room code`)
  return code
}
