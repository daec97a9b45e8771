// One room on screen: the pieces put together, from the page's snapshot on.
import type { EnteredRoom, Message, Page } from '../shared/model'
import { Command } from '../shared/protocol'
import { applyAdvance, emptyTimeline, placeOwn, type Timeline } from '../shared/timeline'
import { advanceWindow, joinLive, meetsLive, openWindow } from '../shared/timeline-window'
import type { LogPlace } from './fulfil'
import { type Answer, hasEnded, holdLine, type Line } from './line'
import { createOutbox, type Outbox } from './outbox'
import { openShelf } from './outbox-shelf'
import type { WishedPost } from './outgoing'
import { stillUnseen, withOwnChanges } from './own-changes'
import { createReadMark, type ReadMark } from './read-mark'
import { watchResume } from './resume'
import { createRoomHistory } from './room-history'
import { listenToRoom } from './room-listeners'
import type { OutgoingMessage, RoomState, RoomStore } from './room-state'
import { createRoomSync, type RoomSync } from './room-sync'
import { toRoster } from './roster'
import { createStore } from './store'
import { createTypingSignal } from './typing-signal'

/** What runs between `start` and its stop. */
type Running = { line: Line; sync: RoomSync; outbox: Outbox; readMark: ReadMark }

/** `around`: the page around a message that a link leads to. */
export type Snapshot = { entered: EnteredRoom; reachedStart: boolean; around?: Page | undefined }

export function createRoomStore(snapshot: Snapshot): RoomStore {
  const roomId = snapshot.entered.room.id
  const store = createStore<RoomState>(initialState(snapshot))
  const typing = createTypingSignal(roomId, () => running?.line)
  const history = createRoomHistory({ roomId, line: () => running?.line, read: store.getState, set })
  let running: Running | undefined

  /** Changes the state, and with it what is shown: the log and own changes on it are never seen apart. */
  function set(change: Partial<RoomState>): void {
    const before = store.getState()
    const next = { ...before, ...change }
    const { timeline, changes, stored, self } = next
    const messages = (next.history ?? timeline).messages
    const isSame =
      messages === (before.history ?? before.timeline).messages &&
      changes === before.changes &&
      stored === before.stored
    const shown = isSame ? before.shown : withOwnChanges(messages, next, self.userId, Date.now())
    store.set({ ...change, shown })
  }

  function start(): () => void {
    const { userId } = store.getState().self
    const [line, letGo] = holdLine(userId)
    const sync = createRoomSync({
      roomId,
      line,
      read: () => store.getState().timeline,
      write: (timeline, advance) => show(timeline, advance),
      onEntered: ({ room, self, members }) => {
        const { readSeq } = store.getState().self
        set({ room, self: { ...self, readSeq: Math.max(readSeq, self.readSeq) }, roster: toRoster(members) })
      },
      onRefused: () => set({ ended: 'left' }),
    })
    const outbox = createOutbox({
      roomId,
      line,
      shelf: openShelf(userId),
      write: ({ outbox: waiting, changes }) =>
        set({ changes, outbox: withoutStored(waiting, store.getState().timeline, userId) }),
      onPosted,
      onChanged: (change, rev) => {
        const { stored, timeline, history: window } = store.getState()
        const held = [...timeline.messages, ...(window?.messages ?? [])]
        // The log may have told of it before the answer did.
        set({ stored: stillUnseen([...stored, { change, rev }], held) })
      },
      onHeld: (heldUntil) => set({ heldUntil }),
      onReason: (reason) => set({ isStorageFull: reason === 'storage_full' }),
    })
    const readMark = createReadMark(roomId, line)
    running = { line, sync, outbox, readMark }
    const onLeave = (): void => outbox.leave()
    window.addEventListener('pagehide', onLeave)
    const stops = [
      listenToRoom(line.socket, { roomId, sync, read: store.getState, set }),
      followConnection(line, sync, outbox),
      watchResume(() => void sync.probe()),
      () => window.removeEventListener('pagehide', onLeave),
    ]
    return () => {
      typing.stop()
      outbox.leave()
      readMark.stop()
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
      const connection = line.connection.getState()
      const { now } = connection
      set({ connection: now, ...(hasEnded(connection) ? { ended: 'session_ended' } : {}) })
      if (now.kind === 'connected') void sync.enter().then(() => outbox.flush())
      else set({ typing: [] })
    }
    follow()
    return line.connection.subscribe(follow)
  }

  function onPosted({ clientMessageId, body, replyTo }: WishedPost, place: LogPlace): void {
    const { self, timeline } = store.getState()
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
  function show(timeline: Timeline, advance?: EnteredRoom['advance']): void {
    const { outbox, self, stored, history: window, timeline: before, dividerAfter } = store.getState()
    const isReset = timeline.snapshotRev !== before.snapshotRev
    const kept = isReset || !window || !advance ? window : advanceWindow(window, advance)
    const lastHeld = before.messages.at(-1)?.seq
    set({
      timeline,
      history: isReset ? undefined : kept,
      outbox: withoutStored(outbox, timeline, self.userId),
      stored: stillUnseen(stored, [...timeline.messages, ...(kept?.messages ?? [])]),
      // After a long absence the live end is shown, and the divider tells where one was.
      dividerAfter: isReset && lastHeld !== undefined ? lastHeld : dividerAfter,
    })
    running?.outbox.saw(timeline.messages.filter(({ author }) => author.id === self.userId))
  }

  async function ask<V>(run: (line: Line) => Promise<Answer<V>>): Promise<Answer<V>> {
    return running ? run(running.line) : { ok: false, code: 'offline' }
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    start,
    ...history,
    openVisit: () => set({ dividerAfter: dividerOf(store.getState()) }),
    clearDivider: () => set({ dividerAfter: undefined }),
    showLatest: () => set({ history: undefined }),
    send(body, replyTo) {
      typing.stop()
      set({ history: undefined, dividerAfter: undefined })
      running?.outbox.send(body, replyTo)
    },
    edit: (messageId, body) => running?.outbox.edit(messageId, body),
    remove: (messageId) => running?.outbox.remove(messageId),
    react: (messageId, emoji, on) => running?.outbox.react(messageId, emoji, on),
    retry: (id) => running?.outbox.retry(id),
    drop: (id) => running?.outbox.drop(id),
    discard: (id) => running?.outbox.discard(id),
    typing: () => typing.typing(),
    stopTyping: () => typing.stop(),
    markRead(seq) {
      const { self } = store.getState()
      if (seq <= self.readSeq) return
      set({ self: { ...self, readSeq: seq } })
      running?.readMark.note(seq)
    },
    search: (query, beforeSeq) =>
      ask((line) =>
        line.ask(Command.messageSearch, { roomId, query, ...(beforeSeq === undefined ? {} : { beforeSeq }) }),
      ),
    async rename(name) {
      const answer = await ask((line) => line.ask(Command.memberRename, { roomId, name }))
      if (answer.ok) set({ self: { ...store.getState().self, name: answer.value.name } })
      return answer
    },
    burn: () => ask((line) => line.ask(Command.roomBurn, { roomId })),
    rotateCode: () => ask((line) => line.ask(Command.roomRotate, { roomId })),
    async setLevel(level) {
      const answer = await ask((line) => line.ask(Command.roomLevel, { roomId, level }))
      if (answer.ok) set({ self: { ...store.getState().self, level } })
      return answer
    },
  }
}

function initialState({ entered: { room, self, members, advance }, reachedStart, around }: Snapshot): RoomState {
  const live = { ...applyAdvance(emptyTimeline(room.id), advance).timeline, reachedStart }
  const window = around && openWindow(around, live)
  const hasMet = window !== undefined && meetsLive(window, live, around?.reachedEnd === true)
  const timeline = hasMet ? joinLive(window, live) : live
  const history = hasMet ? undefined : window
  return {
    room,
    self,
    timeline,
    history,
    shown: (history ?? timeline).messages,
    dividerAfter: dividerOf({ self, timeline }),
    outbox: [],
    changes: [],
    stored: [],
    roster: toRoster(members),
    typing: [],
    notices: [],
    // Until the page is alive there is nothing to say about its connection.
    connection: { kind: 'connected', wasAway: false },
    isStorageFull: false,
    olderPages: 'idle',
    newerPages: 'idle',
  }
}

/** Where the divider belongs now: after what was read, if somebody else wrote since. */
function dividerOf({ self, timeline }: Pick<RoomState, 'self' | 'timeline'>): number | undefined {
  const isUnread = ({ seq, author, deletedAt }: Message): boolean =>
    seq > self.readSeq && author.id !== self.userId && deletedAt === undefined
  return timeline.messages.some(isUnread) ? self.readSeq : undefined
}

function withoutStored(
  outbox: readonly OutgoingMessage[],
  { messages }: Timeline,
  userId: string,
): readonly OutgoingMessage[] {
  if (outbox.length === 0) return outbox
  const own = messages.filter(({ author }) => author.id === userId)
  const stored = new Set(own.map(({ clientMessageId }) => clientMessageId))
  return outbox.some(({ clientMessageId }) => stored.has(clientMessageId))
    ? outbox.filter(({ clientMessageId }) => !stored.has(clientMessageId))
    : outbox
}
