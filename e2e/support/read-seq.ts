import type { ParleyProcess } from '#lib/testing/process'
import { roomCode } from './room-code'

/** How far a member has read, as the server keeps it. */
export function readSeqOf(server: ParleyProcess, code: string, name: string): Promise<number> {
  return server.within(async ({ services }) => {
    const { read_seq } = await services.database.read
      .selectFrom('members')
      .innerJoin('rooms', 'rooms.id', 'members.room_id')
      .select('members.read_seq')
      .where('rooms.code', '=', roomCode(code))
      .where('members.name', '=', name)
      .executeTakeFirstOrThrow()
    return read_seq
  })
}
