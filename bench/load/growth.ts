// How cost grows: with the messages a room has, with the members of a room, and with the rooms.

import { io, type Socket } from 'socket.io-client'
import { createClientMessageId } from '#lib/shared/ids'
import { PROTOCOL_VERSION, SOCKET_PATH } from '#lib/shared/protocol'
import { openCrowd } from './crowd'
import { median } from './histogram'
import type { Run } from './pace-of-run'
import { seedHistory } from './seed'
import { type Cast, openStage } from './stage'
import type { Found } from './table'

const LENGTHS = [10, 1_000, 100_000, 1_000_000]
const ASKED = 200
const PAGE = 50

/** One room that grows; at each length pages from random places, the newest page, and sends, one at a time. */
export async function measureHistory(run: Run): Promise<Found> {
  const stage = await openStage('parley', run.store, { rooms: 1, members: 2 })
  const [guest] = stage.guests
  if (!stage.database || !guest) throw new Error('The stage is empty.')
  const socket = connect(stage.served.origin, guest.cookie)
  const rows: number[][] = []
  try {
    await socket.emitWithAck('room:enter', { roomId: guest.roomId })
    let length = 0
    for (const wanted of LENGTHS.map((each) => (run.smaller > 1 ? Math.ceil(each / 100) : each))) {
      await seedHistory(stage.database, guest, wanted - length)
      const ask = async (name: string, payload: () => object): Promise<number> => {
        const took: number[] = []
        for (let at = 0; at < ASKED; at++) {
          const from = performance.now()
          const answer = await socket.timeout(5_000).emitWithAck(name, { roomId: guest.roomId, ...payload() })
          if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`)
          took.push(performance.now() - from)
        }
        return median(took)
      }
      const anywhere = () => ({ limit: PAGE, beforeSeq: Math.ceil(Math.random() * wanted) + 1 })
      const newest = () => ({ limit: PAGE, beforeSeq: wanted + 10 * ASKED })
      const sent = () => ({ clientMessageId: createClientMessageId(), body: 'Is anybody still here?' })
      await ask('message:page', anywhere)
      const [page, last] = [await ask('message:page', anywhere), await ask('message:page', newest)]
      rows.push([wanted, page, last, await ask('message:send', sent)])
      length = wanted + ASKED
      run.say(`History ${run.store.kind}: ${wanted} messages, page ${page.toFixed(2)} ms`)
    }
  } finally {
    socket.disconnect()
    await stage.close()
  }
  return {
    place: `history ${run.store.kind}`,
    title: 'A room by the messages it has, milliseconds (p50)',
    head: ['messages', `a page of ${PAGE} from anywhere`, 'the newest page', 'a send, until stored'],
    rows: rows.map(([wanted = 0, ...rest]) => [wanted.toLocaleString('en-GB'), ...rest]),
    notes: [`${ASKED} of each, one at a time.`],
  }
}

function connect(origin: string, cookie: string): Socket {
  return io(origin, {
    ...{ path: SOCKET_PATH, transports: ['websocket'], auth: { v: PROTOCOL_VERSION } },
    extraHeaders: { Origin: origin, Cookie: cookie },
  })
}

const MESSAGES_PER_SECOND = 100
const CASTS: Cast[] = [
  { rooms: 1, members: 10 },
  { rooms: 1, members: 50 },
  { rooms: 1, members: 200 },
  { rooms: 1, members: 1_000 },
  { rooms: 10, members: 1_000 },
  { rooms: 100, members: 1_000 },
  { rooms: 500, members: 1_000 },
]

/** The same number of messages a second over ever more members, then the same members over ever more rooms. */
export async function measureCrowds(run: Run): Promise<Found> {
  const rows: (string | number)[][] = []
  for (const cast of CASTS) {
    if (cast.members > 1_000 / run.smaller) continue
    const stage = await openStage('parley', run.store, cast)
    const crowd = await openCrowd(stage)
    try {
      await crowd.load({ perSecond: MESSAGES_PER_SECOND, seconds: 1, isQuiet: false })
      const measured = await crowd.load({ perSecond: MESSAGES_PER_SECOND, seconds: run.seconds * 2, isQuiet: false })
      const messages = measured.offered * run.seconds * 2
      rows.push([
        ...[String(cast.members), String(cast.rooms), (measured.cpuSeconds / messages) * 1e6],
        (measured.cpuSeconds / measured.delivered) * 1e6,
      ])
      run.say(`Crowds ${run.store.kind}: ${cast.members} members in ${cast.rooms} rooms`)
    } finally {
      await crowd.close()
      await stage.close()
    }
  }
  return {
    place: `crowds ${run.store.kind}`,
    title: `Processor time by members and rooms, at ${MESSAGES_PER_SECOND} messages a second in all`,
    head: ['members', 'rooms', 'CPU µs a message', 'CPU µs a delivery'],
    rows,
    notes: [],
  }
}
