// The tab's list of rooms: asked for once per connection, then kept by what is heard.
import type { RoomId, UserId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { ListedRoom, Stirred } from '../shared/model'
import { Command, Event } from '../shared/protocol'
import { type Answer, holdLine, type Line } from './line'
import { listenTo } from './room-listeners'
import type { RoomsState, RoomsStore } from './rooms-state'
import { createStore } from './store'

/** What is heard tells enough for most; the list itself is asked for again after this long. Milliseconds. */
const RELOAD_AFTER = 2_000

/** @param known the rooms and silences as the page was made, or nothing where it does not know */
export function createRoomsStore(known: RoomsState = { rooms: [], silences: [] }): RoomsStore {
  const store = createStore<RoomsState>(known)
  const listeners = new Set<(stirred: Stirred, room: ListedRoom) => void>()
  let line: Line | undefined
  let reloading: ReturnType<typeof setTimeout> | undefined
  let self: UserId | undefined

  async function load(): Promise<void> {
    const answer = await line?.ask(Command.roomList, {})
    if (!answer?.ok) return
    const read = new Map(store.getState().rooms.map(({ room, readSeq }) => [room.id, readSeq]))
    // What was read here a moment ago may not have reached the server yet.
    const rooms = answer.value.rooms.map((listed) => {
      const readSeq = read.get(listed.room.id) ?? 0
      return readSeq > listed.readSeq ? { ...listed, readSeq, unread: 0, isMentioned: false } : listed
    })
    store.set({ rooms, silences: answer.value.silences })
  }

  function reload(afterMs = RELOAD_AFTER): void {
    clearTimeout(reloading)
    reloading = setTimeout(() => void load(), afterMs)
  }

  function change(roomId: RoomId, next: (listed: ListedRoom) => ListedRoom): void {
    const rooms = store.getState().rooms.map((listed) => (listed.room.id === roomId ? next(listed) : listed))
    store.set({ rooms: rooms.toSorted((a, b) => b.lastPostedAt - a.lastPostedAt) })
  }

  function stirred(stir: Stirred): void {
    const posted = stir.posts.filter(({ userId }) => userId !== self).reduce((sum, { count }) => sum + count, 0)
    const isNamed = stir.namesAll === true || (self !== undefined && stir.mentioned.includes(self))
    if (!store.getState().rooms.some(({ room }) => room.id === stir.roomId)) reload(0)
    change(stir.roomId, (listed) => {
      const isRead = stir.upto <= listed.readSeq || posted === 0
      return {
        ...listed,
        lastPostedAt: Math.max(listed.lastPostedAt, stir.postedAt),
        unread: isRead ? listed.unread : Math.min(listed.unread + posted, SIZES.unreadCounted),
        isMentioned: listed.isMentioned || (isNamed && !isRead),
      }
    })
    const listed = store.getState().rooms.find(({ room }) => room.id === stir.roomId)
    if (listed && posted > 0) for (const listener of listeners) listener(stir, listed)
  }

  async function ask(run: (open: Line) => Promise<Answer<unknown>>): Promise<Answer<unknown>> {
    return line ? run(line) : { ok: false, code: 'offline' }
  }

  return {
    getState: store.getState,
    subscribe: store.subscribe,
    start(selfId) {
      const [held, letGo] = holdLine(selfId)
      line = held
      self = selfId
      const onConnect = (): void => void load()
      held.socket.on('connect', onConnect)
      if (held.socket.connected) onConnect()
      const stop = listenTo(held.socket, {
        [Event.roomStirred]: stirred,
        [Event.roomUpdated]: (room) => change(room.id, (listed) => ({ ...listed, room })),
        [Event.silencesChanged]: ({ silences }) => store.set({ silences }),
        [Event.memberRemoved]: ({ roomId }) =>
          store.set({ rooms: store.getState().rooms.filter(({ room }) => room.id !== roomId) }),
        [Event.inviteResolved]: (invite) => {
          if (invite.state === 'accepted') reload(0)
        },
      })
      return () => {
        clearTimeout(reloading)
        held.socket.off('connect', onConnect)
        stop()
        letGo()
      }
    },
    noteRead(roomId, seq) {
      const listed = store.getState().rooms.find(({ room }) => room.id === roomId)
      if (!listed || seq <= listed.readSeq) return
      change(roomId, (known) => ({ ...known, readSeq: seq, unread: 0, isMentioned: false }))
    },
    async setLevel(roomId, level) {
      const answer = await ask((open) => open.ask(Command.roomLevel, { roomId, level }))
      if (answer.ok) change(roomId, (listed) => ({ ...listed, level }))
      return answer
    },
    silence: (userId, kind, on) => ask((open) => open.ask(Command.personSilence, { userId, kind, on })),
    onStirred(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reload: () => reload(0),
  }
}
