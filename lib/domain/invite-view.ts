// An invite as one of the two may see it.
import type { UserId } from '../shared/ids'
import type { Invite, InviteState } from '../shared/model'
import type { InviteRow } from './invites'

/**
 * Nothing for a stranger, and for an invitee to whom it was never delivered. The inviter reads `pending` until expiry
 * whatever short of Accept was answered: a no must not be told apart from silence.
 */
export function viewInvite(row: InviteRow, viewerId: UserId, now: number): Invite | undefined {
  const isInviter = row.inviter_id === viewerId
  if (!isInviter && (row.invitee_id !== viewerId || row.is_delivered === 0)) return undefined
  const invite = {
    id: row.id,
    roomId: row.room_id,
    inviter: { id: row.inviter_id, name: row.inviter_name },
    invitee: { id: row.invitee_id, name: row.invitee_name },
    ...(row.note === null ? {} : { note: row.note }),
    expiresAt: row.expires_at,
  }
  if (row.state === 'accepted' && row.private_id !== null) {
    return { ...invite, state: 'accepted', privateId: row.private_id }
  }
  return { ...invite, state: stateFor(row, isInviter, now) }
}

function stateFor(row: InviteRow, isInviter: boolean, now: number): Exclude<InviteState, 'accepted'> {
  if (row.state === 'withdrawn') return 'withdrawn'
  if (row.state === 'declined' && !isInviter) return 'declined'
  return row.expires_at <= now ? 'expired' : 'pending'
}
