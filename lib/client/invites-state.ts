// What screens read of the questions before private chats.
import type { InviteId, RoomId, UserId } from '../shared/ids'
import type { Invite } from '../shared/model'
import type { Refused } from '../shared/protocol'

export type InvitesState = {
  /** Asked of me and unanswered, oldest first. `putOff` are those answered "Later": kept, not shown as a prompt. */
  received: readonly (Invite & { putOff: boolean })[]
  /** Asked by me in this visit, as the server tells it to me. */
  sent: readonly Invite[]
  /** Set when an invite of mine or one I accepted has opened a private chat: where to go. */
  opened?: RoomId | undefined
}

export type InviteAnswer = { ok: true } | Refused | { ok: false; code: 'offline' }

export type InvitesStore = {
  getState(): InvitesState
  subscribe(listener: () => void): () => void
  start(): () => void
  send(invite: { roomId: RoomId; userId: UserId; note?: string }): Promise<InviteAnswer>
  accept(id: InviteId): Promise<InviteAnswer>
  decline(id: InviteId): Promise<InviteAnswer>
  withdraw(id: InviteId): Promise<InviteAnswer>
  /** Puts the prompt away without answering. */
  putOff(id: InviteId): void
  /** Brings a prompt that was put off back. */
  bringBack(id: InviteId): void
}
