// Tells the server how far this person has read: seldom, and never backwards.
import type { RoomId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import { Command } from '../shared/protocol'
import type { Line } from './line'

export type ReadMark = { note(seq: number): void; stop(): void }

export function createReadMark(roomId: RoomId, line: Line): ReadMark {
  let wanted = 0
  let told = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function tell(): void {
    timer = undefined
    if (wanted <= told || !line.socket.connected) return
    const seq = wanted
    void line.ask(Command.roomRead, { roomId, seq }).then((answer) => {
      if (answer.ok) told = Math.max(told, seq)
    })
  }

  // What could not be told while away is told on return.
  line.socket.on('connect', tell)
  return {
    note(seq) {
      wanted = Math.max(wanted, seq)
      timer ??= setTimeout(tell, TIMES.readNotedEvery)
    },
    stop() {
      clearTimeout(timer)
      tell()
      line.socket.off('connect', tell)
    },
  }
}
