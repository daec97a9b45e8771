// The tab's invites: asked of me, asked by me.
import type { InviteId, UserId } from '../shared/ids'
import type { Invite } from '../shared/model'
import { Command, Event } from '../shared/protocol'
import type { InviteAnswer, InvitesState, InvitesStore } from './invites-state'
import { type Answer, holdLine, type Line } from './line'
import { serverNow } from './server-clock'
import { createStore } from './store'

/** The longest a browser's timer can wait; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

export function createInvitesStore(selfId: UserId): InvitesStore {
  const store = createStore<InvitesState>({ received: [], sent: [] })
  /** Answered "Later" in this visit: remembered apart, since the list itself begins anew with each connection. */
  const later = new Set<InviteId>()
  /** Asked in this visit and not led there yet: a yes may come with a later connection. */
  const asking = new Set<InviteId>()
  let line: Line | undefined
  let expiry: ReturnType<typeof setTimeout> | undefined

  function received(invite: Invite): void {
    const { received: known } = store.getState()
    const before = known.find(({ id }) => id === invite.id)
    const entry = { ...invite, putOff: later.has(invite.id) }
    store.set({ received: before ? known.map((one) => (one.id === invite.id ? entry : one)) : [...known, entry] })
    expireInTime()
  }

  function sent(invite: Invite): void {
    asking.add(invite.id)
    store.set({ sent: [...store.getState().sent.filter(({ id }) => id !== invite.id), invite] })
    expireInTime()
  }

  function resolved(invite: Invite): void {
    const state = store.getState()
    const isMine = invite.state === 'accepted' ? asking.delete(invite.id) : asking.has(invite.id)
    store.set({
      received: state.received.filter(({ id }) => id !== invite.id),
      sent: state.sent.map((one) => (one.id === invite.id ? invite : one)),
      ...(invite.state === 'accepted' && (isMine || state.received.some(({ id }) => id === invite.id))
        ? { opened: invite.privateId }
        : {}),
    })
  }

  /** The server says nothing when an invite runs out, so that a no and silence end alike. */
  function expireInTime(): void {
    clearTimeout(expiry)
    const { received: toMe, sent: byMe } = store.getState()
    const next = Math.min(...[...toMe, ...byMe.filter(isPending)].map(({ expiresAt }) => expiresAt))
    if (!Number.isFinite(next)) return
    expiry = setTimeout(expire, Math.min(Math.max(0, next - serverNow()), LONGEST_TIMER))
  }

  function expire(): void {
    const now = serverNow()
    const { received: toMe, sent: byMe } = store.getState()
    store.set({
      received: toMe.filter(({ expiresAt }) => expiresAt > now),
      sent: byMe.map((invite) =>
        isPending(invite) && invite.expiresAt <= now ? { ...withoutPlace(invite), state: 'expired' } : invite,
      ),
    })
    expireInTime()
  }

  async function answered<V>(answer: Promise<Answer<V>> | undefined): Promise<InviteAnswer> {
    const result = await answer
    if (result?.ok) return { ok: true }
    if (!result || result.code === 'offline' || result.code === 'no_answer') return { ok: false, code: 'offline' }
    return { ...result, code: result.code }
  }

  function putOff(id: InviteId, value: boolean): void {
    if (value) later.add(id)
    else later.delete(id)
    store.set({ received: store.getState().received.map((one) => (one.id === id ? { ...one, putOff: value } : one)) })
  }

  /** For as long as the connection lives, not the page: nothing that comes between two pages may get lost. */
  function listen({ socket }: Line): void {
    // The server tells anew what stands open each time a connection begins.
    socket.on('connect', () => store.set({ received: [], sent: [] }))
    socket.on(Event.inviteReceived, received)
    socket.on(Event.inviteSent, sent)
    socket.on(Event.inviteResolved, resolved)
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    start() {
      const [held, letGo] = holdLine(selfId)
      if (line !== held) listen(held)
      line = held
      expireInTime()
      return () => {
        clearTimeout(expiry)
        // Where this page was led is no news to the next one.
        store.set({ opened: undefined })
        letGo()
      }
    },
    send: (invite) => answered(line?.ask(Command.inviteSend, invite)),
    accept: (inviteId) => answered(line?.ask(Command.inviteAccept, { inviteId })),
    decline: (inviteId) => answered(line?.ask(Command.inviteDecline, { inviteId })),
    withdraw: (inviteId) => answered(line?.ask(Command.inviteWithdraw, { inviteId })),
    putOff: (id) => putOff(id, true),
    bringBack: (id) => putOff(id, false),
  }
}

function isPending(invite: Invite): boolean {
  return invite.state === 'pending'
}

function withoutPlace(invite: Invite): Omit<Invite, 'state' | 'privateId'> {
  const { id, roomId, inviter, invitee, note, expiresAt } = invite
  return { id, roomId, inviter, invitee, expiresAt, ...(note === undefined ? {} : { note }) }
}
