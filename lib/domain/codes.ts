// Guessing: the one way from a code to a room that its asker is not in.
import type { Db } from '../db/database'
import { LOBBY_CODE, type RoomCode } from '../shared/ids'
import type { RateLimits } from './rate-limit'
import { estimateOpenRooms, findRoomByCode, type OpenRoom } from './rooms'

/**
 * The room behind a code, within the budgets for wrong ones. The budget is asked before the lookup, so a guesser who
 * has spent it learns nothing more.
 * @throws Refusal `rate_limited`
 */
export async function findRoomByGuess(
  db: Db,
  rates: RateLimits,
  { code, address }: { code: RoomCode; address: string },
): Promise<OpenRoom | undefined> {
  if (code === LOBBY_CODE) return findRoomByCode(db, code)
  return rates.inTurn(address, async () => {
    await rates.requireGuess(address, await estimateOpenRooms(db))
    const room = await findRoomByCode(db, code)
    if (!room) await rates.noteWrongCode(address)
    return room
  })
}
