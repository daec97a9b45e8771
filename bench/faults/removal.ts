// Taking somebody out of a room, as the action on a page of one node does it: the rows first, then the wake.
import { leaveRoom } from '#lib/domain/members'
import { isRefusal } from '#lib/shared/refusal'
import type { Person } from '#lib/testing/client'
import type { Lab, LabNode } from './lab'
import type { Recorder } from './recorder'
import { eventually } from './wait'

const REMOVED_WITHIN_MS = 30_000
const yes = (): boolean => true

/** @throws what is no refusal to come back later */
function noLater(error: unknown): boolean {
  if (!isRefusal(error) || error.code !== 'retry') throw error
  return false
}

/**
 * @param via the node whose page it was; without one nobody is told, and the nodes must find out by themselves
 */
export async function removeMember(lab: Lab, recorder: Recorder, person: Person, via?: LabNode): Promise<void> {
  const { roomId, userId } = person
  const leave = () => lab.host.services.database.transact((trx) => leaveRoom(trx, { roomId, userId }))
  // A node that stands still may hold the room's lock until Postgres takes it away; whoever removes tries again.
  const isDone = await eventually(() => leave().then(yes, noLater), REMOVED_WITHIN_MS)
  if (!isDone) throw new Error('Nobody could be removed.')
  recorder.note({ t: recorder.now(), client: 'harness', member: userId, node: '', room: roomId, op: 'leave' })
  via?.process.tell({ kind: 'membership', roomId, userId })
}
