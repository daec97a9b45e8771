// The other nodes: what they say of the people there, for as long as they are heard, and what this one says of its own.
import type { RoomId, UserId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import type { Bus, NodeId, PlaceState, Wake } from './bus'
import type { Presence } from './presence'
import type { Typing } from './typing'
import { MOST_PEOPLE } from './wake-schema'

/** More nodes than this are not believed in. */
const MOST_PEERS = 256
/** A node that beats is not heard: its wakes may be missing too. */
const SILENT_AFTER = 5_000
/** Redis may be away for a moment without anybody being told. */
const STALE_AFTER = 3_000
const LOOK_EVERY = 1_000

type Parts = {
  bus: Bus
  presence: Presence
  typing: Pick<Typing, 'hear'>
  /** How long what a node said holds without a word from it, milliseconds. */
  leaseMs: number
}

export type Peers = {
  /** Says how somebody stands here, between the rounds in which everybody is told. */
  tell(roomId: RoomId, userId: UserId, state: PlaceState): void
  tellTyping(roomId: RoomId, userId: UserId, on: boolean): void
  /** Whether one of them should be heard and is not. */
  isSilent(): boolean
  /** Says that this node leaves. */
  close(): void
}

export function startPeers({ bus, presence, typing, leaseMs }: Parts): Peers {
  if (bus.state() === 'alone') return { tell() {}, tellTyping() {}, isSilent: () => false, close() {} }
  const heardAt = new Map<NodeId, number>()
  let awaySince: number | undefined = performance.now()
  let toldAt = Number.NEGATIVE_INFINITY
  let round = 0
  /** Answered together, within a second: who asks without end costs no more than who asks once. */
  let isAsked = false
  let beatAt = Number.NEGATIVE_INFINITY

  function tellAll(): void {
    isAsked = false
    toldAt = beatAt = performance.now()
    round += 1
    for (const { roomId, people } of presence.own()) {
      for (let at = 0; at < people.length; at += MOST_PEOPLE) {
        bus.publish({ kind: 'places', roomId, round: round, people: people.slice(at, at + MOST_PEOPLE) })
      }
    }
    bus.publish({ kind: 'beat', told: round })
  }

  function look(): void {
    const now = performance.now()
    if (bus.state() === 'away') {
      awaySince ??= now
      if (now - awaySince > STALE_AFTER) presence.setStale(true)
      return
    }
    for (const [node, at] of heardAt) {
      if (now - at <= leaseMs) continue
      heardAt.delete(node)
      presence.drop(node)
    }
    if (isAsked || now - toldAt >= SERVER_TIMES.placesToldEvery) tellAll()
    else if (now - beatAt >= SERVER_TIMES.beatEvery) {
      beatAt = now
      bus.publish({ kind: 'beat' })
    }
  }

  function hear(wake: Wake, from: NodeId): void {
    if (wake.kind === 'bye') {
      heardAt.delete(from)
      presence.drop(from)
      return
    }
    // A process that serves pages wakes others too, and neither beats nor holds anybody.
    const isNode = wake.kind === 'places' || wake.kind === 'hello' || (wake.kind === 'beat' && wake.told !== undefined)
    if (!heardAt.has(from) && (!isNode || heardAt.size >= MOST_PEERS)) return
    heardAt.set(from, performance.now())
    if (wake.kind === 'places') presence.hear(from, wake.roomId, wake.round, wake.people)
    else if (wake.kind === 'beat' && wake.told !== undefined) presence.drop(from, wake.told)
    else if (wake.kind === 'hello') isAsked = true
    else if (wake.kind === 'typing' && presence.isHere(wake.roomId, wake.userId)) {
      typing.hear(wake.roomId, wake.userId, wake.on)
    }
  }

  function back(): void {
    awaySince = undefined
    // Nobody could be heard: each is given the whole lease again.
    for (const node of heardAt.keys()) heardAt.set(node, performance.now())
    presence.setStale(false)
    bus.publish({ kind: 'hello' })
    tellAll()
  }

  const stopListening = bus.subscribe((wake, from) => {
    if (from !== undefined) hear(wake, from)
  })
  const stopWatching = bus.watch((sign) => {
    if (sign !== 'away') back()
  })
  const timer = setInterval(look, LOOK_EVERY)
  if (bus.state() === 'connected') back()

  return {
    tell: (roomId, userId, state) => bus.publish({ kind: 'places', roomId, round, people: [{ userId, state }] }),
    tellTyping: (roomId, userId, on) => bus.publish({ kind: 'typing', roomId, userId, on }),
    isSilent() {
      const now = performance.now()
      return bus.state() === 'connected' && [...heardAt.values()].some((at) => now - at > SILENT_AFTER)
    },
    close() {
      clearInterval(timer)
      stopListening()
      stopWatching()
      bus.publish({ kind: 'bye' })
    },
  }
}
