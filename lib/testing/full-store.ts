// A store with rows of every kind in it, as people leave them behind.
import type { Database } from '../db/database'
import { burnRoom } from '../domain/burning'
import { acceptInvite, sendInvite } from '../domain/invites'
import { leaveRoom, setLevel, setReadSeq } from '../domain/members'
import { toMessage } from '../domain/messages'
import { searchMessages } from '../domain/search'
import { openSession } from '../domain/sessions'
import { setSilence } from '../domain/silences'
import { indexWaiting } from '../domain/waiting-words'
import type { RoomId } from '../shared/ids'
import { createPeople, EPOCH, type Guest } from './people'

export const BODIES = [
  'Plain words',
  'Ünïcödé, 漢字, العربية, नमस्ते',
  '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 \u202etrick\u202c',
  "Robert'); drop table messages;--",
  'line\nbreaks\tand "quotes" \\ backslashes',
  'deleted soon',
]

export type FullStore = { roomId: RoomId; ada: Guest; head: number }

/** People, sessions, rooms of all kinds, messages posted, edited, deleted, answered and reacted to, invites, silences. */
export async function fillStore(database: Database): Promise<FullStore> {
  const people = createPeople(database)
  const [ada, bo, cy] = [await people.guest('Ada'), await people.guest('Бо'), await people.guest('시')]
  const { id: roomId } = await people.room(ada, bo, cy)
  for (const { userId } of [ada, bo]) await openSession(database.write, userId, EPOCH)
  const places = await people.post(roomId, ada, ...BODIES)
  const ids = places.map(({ id }) => id)
  const [first, second, last] = [ids[0], ids[1], ids.at(-1)]
  if (!first || !second || !last) throw new Error('nothing was posted')
  const by = { roomId, userId: ada.userId }
  await people.write(
    { kind: 'edit', ...by, messageId: second, body: `${BODIES[1]} edited` },
    { kind: 'react', ...by, messageId: first, emoji: '👍🏽', on: true },
    { kind: 'react', ...by, userId: bo.userId, messageId: first, emoji: '👍🏽', on: true },
    { kind: 'delete', ...by, messageId: last },
  )
  await setReadSeq(database.write, roomId, bo.userId, 3)
  await setLevel(database.write, roomId, bo.userId, 'mentions')
  await database.transact(async (trx) => {
    const asking = { roomId, now: EPOCH, pendingAtMost: 5 }
    await sendInvite(trx, { ...asking, inviterId: cy.userId, inviteeId: ada.userId, note: 'Hé?' })
    const { id } = await sendInvite(trx, { ...asking, inviterId: ada.userId, inviteeId: bo.userId })
    const { private_id } = await acceptInvite(trx, { inviteId: id, userId: bo.userId, now: EPOCH })
    if (private_id) await burnRoom(trx, { roomId: private_id, userId: ada.userId, now: EPOCH })
    const silence = { otherId: cy.userId, on: true, now: EPOCH }
    await setSilence(trx, { userId: ada.userId, kind: 'mute', ...silence })
    await setSilence(trx, { userId: bo.userId, kind: 'block', ...silence })
    await leaveRoom(trx, { roomId, userId: cy.userId })
  })
  // More than tools read at once.
  for (let left = 1_100; left > 0; left -= 100)
    await people.post(roomId, bo, ...Array.from({ length: 100 }, (_, at) => `Harbour ${left - at}`))
  return { roomId, ada, head: (await people.see(roomId, ada)).head }
}

/** What the room's members read and find, whatever the store. */
export async function readAsMember(database: Database, roomId: RoomId) {
  const { read, snapshot, dialect } = database
  await indexWaiting(database)
  const rows = await read.selectFrom('messages').selectAll().where('room_id', '=', roomId).orderBy('seq').execute()
  const history = rows.map((row) => toMessage(row, undefined))
  const reactions = await read.selectFrom('reactions').selectAll().orderBy('user_id').execute()
  const find = (query: string) =>
    snapshot((trx) => searchMessages(trx, dialect, roomId, { query, beforeSeq: undefined, limit: 50 }))
  const found = [await find('harbour'), await find('漢字'), await find('unicode edit'), await find('deleted')]
  return { history, reactions, found }
}
