// One room on screen: the pieces put together, from the page's snapshot on.

import type { UserId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { Command, type EnteredRoom, Event, type Message, type ServerToClient } from '../shared/protocol'
import { applyAdvance, applyOlderPage, emptyTimeline, placeOwn, type Timeline } from '../shared/timeline'
import { holdLine, type Line } from './line'
import { createOutbox, type Outbox } from './outbox'
import { watchResume } from './resume'
import type { OutgoingMessage, RoomState, RoomStore } from './room-state'
import { createRoomSync, type RoomSync } from './room-sync'
import { applyPresence, keepNotices, noticesOf, toRoster } from './roster'
import { createStore } from './store'
import { createTypingSignal } from './typing-signal'
import { reportVisibility } from './visibility'

type Socket = Line['socket']
type Listeners = { [N in keyof ServerToClient]?: ServerToClient[N] }
/** What runs between `start` and its stop. */
type Running = { line: Line; sync: RoomSync; outbox: Outbox }

export type Snapshot = { entered: EnteredRoom; reachedStart: boolean }

export function createRoomStore({ entered, reachedStart }: Snapshot): RoomStore {
  const roomId = entered.room.id
  const store = createStore<RoomState>(initialState(entered, reachedStart))
  const typing = createTypingSignal(roomId, () => running?.line)
  let running: Running | undefined

  function start(): () => void {
    const [line, letGo] = holdLine()
    const sync = createRoomSync({
      roomId,
      line,
      read: () => store.getState().timeline,
      write: show,
      onEntered: ({ room, self, members }) => store.set({ room, self, roster: toRoster(members) }),
      onRefused: () => store.set({ ended: 'left' }),
    })
    const outbox = createOutbox({
      roomId,
      line,
      read: () => store.getState().outbox,
      write: (items) => store.set({ outbox: items }),
      onSent,
      onHeld: (heldUntil) => store.set({ heldUntil }),
    })
    running = { line, sync, outbox }
    const stops = [
      listen(line.socket, listeners(sync)),
      followConnection(line, sync, outbox),
      watchResume(() => void sync.probe()),
      reportVisibility(line),
    ]
    return () => {
      typing.stop()
      for (const stop of stops) stop()
      sync.close()
      outbox.close()
      void line.ask(Command.roomLeave, { roomId })
      running = undefined
      letGo()
    }
  }

  function followConnection(line: Line, sync: RoomSync, outbox: Outbox): () => void {
    const follow = (): void => {
      const { now } = line.connection.getState()
      store.set({
        connection: now,
        ...(now.kind === 'refused' && now.code === 'unauthenticated' ? { ended: 'session_ended' } : {}),
      })
      if (now.kind === 'connected') void sync.enter().then(() => outbox.flush())
      else store.set({ typing: [] })
    }
    follow()
    return line.connection.subscribe(follow)
  }

  function listeners(sync: RoomSync): Listeners {
    return {
      [Event.roomAdvanced]: (advance) => {
        if (advance.roomId !== roomId) return
        sync.advance(advance)
        // Who just said it is not still typing it.
        const spoke = new Set(advance.messages.map(({ author }) => author.id))
        const { typing: typists } = store.getState()
        if (typists.some((id) => spoke.has(id))) store.set({ typing: typists.filter((id) => !spoke.has(id)) })
      },
      [Event.roomHeads]: (heads) => {
        const head = heads[roomId]
        if (head !== undefined) sync.head(head)
      },
      [Event.roomUpdated]: (room) => {
        if (room.id === roomId) store.set({ room })
      },
      [Event.roomClosed]: (closed) => {
        if (closed.roomId === roomId) store.set({ ended: 'closed' })
      },
      [Event.memberRemoved]: (removed) => {
        if (removed.roomId === roomId) store.set({ ended: removed.reason })
      },
      [Event.typingChanged]: (changed) => {
        const { self } = store.getState()
        if (changed.roomId === roomId) store.set({ typing: changed.userIds.filter((id) => id !== self.userId) })
      },
      [Event.presenceChanged]: (changed) => {
        if (changed.roomId !== roomId) return
        const { roster, notices, self, timeline } = store.getState()
        const next = applyPresence(roster, changed)
        if (!next) return void sync.enter()
        const afterSeq = timeline.messages.at(-1)?.seq ?? 0
        const added =
          next === roster ? [] : noticesOf(roster, changed.changes, { selfId: self.userId, afterSeq, at: Date.now() })
        store.set({ roster: next, notices: keepNotices(notices, added) })
      },
    }
  }

  function onSent(
    item: OutgoingMessage,
    place: { id: Message['id']; seq: number; rev: number; postedAt: number },
  ): void {
    const { self, timeline } = store.getState()
    const { clientMessageId, body, replyTo } = item
    const message: Message = {
      ...place,
      // As posted. Should it have been changed since, the change has a higher rev and comes by itself.
      rev: place.seq,
      roomId,
      clientMessageId,
      author: { id: self.userId, name: self.name },
      body,
      ...(replyTo === undefined ? {} : { replyTo }),
    }
    show(placeOwn(timeline, message))
  }

  /** Whatever of the log is shown is not shown as on its way too: both change in one step. */
  function show(timeline: Timeline): void {
    const { outbox, self } = store.getState()
    store.set({ timeline, outbox: withoutStored(outbox, timeline, self.userId) })
    deleteDiscarded(timeline.messages)
  }

  /** Given up by its author, stored after all. */
  function deleteDiscarded(messages: readonly Message[]): void {
    for (const { id, clientMessageId, deletedAt } of messages) {
      if (deletedAt !== undefined || !running?.outbox.isDiscarded(clientMessageId)) continue
      void running.line.ask(Command.messageDelete, { roomId, messageId: id })
    }
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    start,
    send(body, replyTo) {
      typing.stop()
      running?.outbox.send(body, replyTo)
    },
    retry: (id) => running?.outbox.retry(id),
    discard: (id) => running?.outbox.discard(id),
    typing: () => typing.typing(),
    stopTyping: () => typing.stop(),
    async loadOlder() {
      const { timeline, olderPages } = store.getState()
      if (!running || olderPages === 'loading' || timeline.reachedStart) return
      store.set({ olderPages: 'loading' })
      const answer = await running.line.ask(Command.messagePage, {
        roomId,
        limit: SIZES.snapshotMessages,
        beforeSeq: timeline.floorSeq,
      })
      if (!answer.ok) return store.set({ olderPages: 'failed' })
      store.set({ olderPages: 'idle', timeline: applyOlderPage(store.getState().timeline, answer.value, timeline) })
    },
  }
}

function initialState({ room, self, members, advance }: EnteredRoom, reachedStart: boolean): RoomState {
  return {
    room,
    self,
    timeline: { ...applyAdvance(emptyTimeline(room.id), advance).timeline, reachedStart },
    outbox: [],
    roster: toRoster(members),
    typing: [],
    notices: [],
    // Until the page is alive there is nothing to say about its connection.
    connection: { kind: 'connected', wasAway: false },
    olderPages: 'idle',
  }
}

function withoutStored(
  outbox: readonly OutgoingMessage[],
  { messages }: Timeline,
  userId: UserId,
): readonly OutgoingMessage[] {
  if (outbox.length === 0) return outbox
  const own = messages.filter(({ author }) => author.id === userId)
  const stored = new Set(own.map(({ clientMessageId }) => clientMessageId))
  return outbox.some(({ clientMessageId }) => stored.has(clientMessageId))
    ? outbox.filter(({ clientMessageId }) => !stored.has(clientMessageId))
    : outbox
}

function listen(socket: Socket, listeners: Listeners): () => void {
  const plain: { on(name: string, listener: unknown): void; off(name: string, listener: unknown): void } =
    Object(socket)
  for (const [name, listener] of Object.entries(listeners)) plain.on(name, listener)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) plain.off(name, listener)
  }
}
