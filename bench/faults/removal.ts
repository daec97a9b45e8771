// Taking somebody out of a room, as the action on a page of one node does it: the rows first, then the wake.
import { leaveRoom } from '#lib/domain/members'
import type { Person } from '#lib/testing/client'
import type { Lab, LabNode } from './lab'
import type { Recorder } from './recorder'

/** @param via the node whose page it was; without one nobody is told, and the nodes must find out by themselves */
export async function removeMember(lab: Lab, recorder: Recorder, person: Person, via?: LabNode): Promise<void> {
  const { roomId, userId } = person
  await lab.host.services.database.transact((trx) => leaveRoom(trx, { roomId, userId }))
  recorder.note({ t: recorder.now(), client: 'harness', member: userId, node: '', room: roomId, op: 'leave' })
  via?.process.tell({ kind: 'membership', roomId, userId })
}
