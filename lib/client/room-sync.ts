// Keeps one room's copy of the log level with the server: enter, follow, catch up. One recovery path for everything.
import type { RoomId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import type { Advance, EnteredRoom } from '../shared/model'
import { Command } from '../shared/protocol'
import type { RefusalCode } from '../shared/refusal'
import { applyAdvance, isBehind, noteHead, type Timeline } from '../shared/timeline'
import type { Line } from './line'

export type RoomSync = {
  /** Starts watching, or watches again after a reconnect; asks for everything since the cursor. */
  enter(): Promise<void>
  /** A live event, or the answer to a catch-up. */
  advance(advance: Advance): void
  /** A head from the digest. */
  head(head: number): void
  /** Asks for what was missed, soon; a connection that does not answer is dropped. */
  probe(): Promise<void>
  close(): void
}

type Parts = {
  roomId: RoomId
  line: Line
  read(): Timeline
  /** `advance`: what brought it, where it was one. */
  write(timeline: Timeline, advance?: Advance): void
  onEntered(entered: EnteredRoom): void
  /** The server will not have this person in the room. */
  onRefused(code: RefusalCode): void
}

const RETRY_AFTER = 1_000

export function createRoomSync({ roomId, line, read, write, onEntered, onRefused }: Parts): RoomSync {
  let entering: Promise<void> | undefined
  let catchingUp: Promise<void> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  function apply(advance: Advance): void {
    const applied = applyAdvance(read(), advance)
    write(applied.timeline, applied.kind === 'applied' ? advance : undefined)
    if (isBehind(applied.timeline)) void catchUp()
  }

  async function askToEnter(): Promise<void> {
    const answer = await line.ask(Command.roomEnter, { roomId, cursor: read().cursor })
    if (isClosed) return
    if (answer.ok) {
      onEntered(answer.value)
      apply(answer.value.advance)
    } else if (answer.code === 'not_found' || answer.code === 'forbidden' || answer.code === 'banned') {
      onRefused(answer.code)
    } else if (answer.code !== 'offline') {
      const wait = 'retryAfterMs' in answer ? (answer.retryAfterMs ?? RETRY_AFTER) : RETRY_AFTER
      clearTimeout(retry)
      retry = setTimeout(enter, wait)
    }
  }

  function enter(): Promise<void> {
    entering ??= askToEnter().finally(() => {
      entering = undefined
    })
    return entering
  }

  /** One in flight; it goes on until the cursor meets the head. */
  function catchUp(withinMs: number = TIMES.ackTimeout): Promise<void> {
    catchingUp ??= follow(withinMs).finally(() => {
      catchingUp = undefined
    })
    return catchingUp
  }

  async function follow(withinMs: number): Promise<void> {
    do {
      const before = read().cursor
      const answer = await line.ask(Command.roomCatchUp, { roomId, cursor: before }, withinMs)
      if (isClosed) return
      if (!answer.ok) {
        if (answer.code === 'no_answer') line.reconnect()
        if (answer.code === 'not_found') onRefused(answer.code)
        return
      }
      write(applyAdvance(read(), answer.value).timeline, answer.value)
      // The digest comes again; a server that does not move us must not be asked in a circle.
      if (read().cursor === before) return
    } while (isBehind(read()))
  }

  return {
    enter,
    advance: apply,
    head(head) {
      write(noteHead(read(), head))
      if (isBehind(read())) void catchUp()
    },
    async probe() {
      if (line.socket.connected) await catchUp(TIMES.resumeDeadline)
      else line.reconnect()
    },
    close() {
      isClosed = true
      clearTimeout(retry)
    },
  }
}
