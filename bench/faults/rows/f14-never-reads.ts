// F14: some read nothing, and some of these go on answering pings. They slow only themselves.
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { PROTOCOL_VERSION } from '#lib/shared/protocol'
import { openRawSocket, type RawSocket } from '#lib/testing/raw-socket'
import { openCrowd } from '../crowd'
import { deliveryTimes, percentile } from '../delivery-times'
import type { Row } from '../row'
import { eventually } from '../wait'

const READERS = 20
/** A page of these is as large as an answer can be. */
const BODIES = 30
const BODY = 'x'.repeat(3_000)
/** Of not reading. What the kernel still takes for a reader stands in nobody's way; filling that takes the longest. */
const CUT_AFTER_AT_MOST_MS = 10_000
const ALL_CUT_WITHIN_MS = 40_000
const WARM_MS = 1_500
const ASKS_EVERY_MS = 100
const PONG_EVERY_MS = 1_000
const MEBIBYTE = 2 ** 20
const MOST_MEMORY = 64 * MEBIBYTE

export const neverReads: Row = {
  id: 'F14',
  title: '20 raw sockets that ask for pages and never read them, half of them with pongs, while others chat',
  nodes: 1,
  stores: ['sqlite'],
  bus: false,
  async run(context) {
    const { random, recorder } = context
    const lab = await context.lab({ fresh: true })
    const [node] = lab.nodes
    if (!node) throw new Error('there is no node')
    const crowd = await openCrowd(context, lab, { members: 4 })
    const [person] = crowd.people
    for (let at = 0; at < BODIES; at += 1) random.pick(crowd.tabs).write(`${BODY} ${at}`)
    await eventually(() => crowd.tabs.every(({ room }) => room.getState().timeline.messages.length === BODIES))
    const readers: RawSocket[] = []
    for (let at = 0; at < READERS; at += 1) {
      const socket = await openRawSocket(node.process.origin, { Cookie: person?.cookie ?? '' })
      await socket.hears('0{')
      socket.send(`40{"v":${PROTOCOL_VERSION}}`)
      await socket.hears('40{')
      socket.send(`420["room:enter",{"roomId":"${person?.roomId}"}]`)
      await socket.hears('430[')
      readers.push(socket)
    }
    const pongs = setInterval(() => {
      for (const [at, socket] of readers.entries()) if (at % 2 === 0) socket.send('3')
    }, PONG_EVERY_MS)
    const asks = setInterval(() => {
      for (const socket of readers) {
        if (socket.isOpen())
          socket.send(`421["message:page",{"roomId":"${person?.roomId}","limit":100,"beforeSeq":100000}]`)
      }
    }, ASKS_EVERY_MS)
    const stop = crowd.chat(30)
    // As long as they read, so many answers take what memory they take.
    let before = 0
    const warm = setInterval(() => {
      before = Math.max(before, memoryOf(node.process.pid))
    }, 50)
    await delay(WARM_MS)
    clearInterval(warm)
    for (const socket of readers) socket.stopReading()
    const from = recorder.now()
    let most = 0
    const look = setInterval(() => {
      most = Math.max(most, memoryOf(node.process.pid))
    }, 50)
    const isCut = await eventually(() => openConnections(node.port) <= crowd.tabs.length, ALL_CUT_WITHIN_MS)
    const took = recorder.now() - from
    context.expect(isCut, 'somebody who never read was never cut')
    for (const timer of [asks, look, pongs]) clearInterval(timer)
    stop()
    const { sameNode, otherNode } = deliveryTimes(recorder.records, from, recorder.now())
    // A log is written a moment after what it tells of.
    await eventually(() => waitsBeforeCuts(node.process.printed()).length === READERS)
    const waits = waitsBeforeCuts(node.process.printed())
    context.expect(waits.length === READERS, `${waits.length} cuts were told of`)
    context.expect(
      waits.every((ms) => ms <= CUT_AFTER_AT_MOST_MS),
      `somebody was cut only ${Math.max(...waits)} ms after the last byte was taken`,
    )
    context.measure('cut after the last byte was taken, ms', Math.max(...waits))
    context.measure('all cut, with the time to fill the kernel, ms', Math.round(took))
    context.measure('memory on top, MB', Math.round((most - before) / MEBIBYTE))
    context.measure('others p99, ms', percentile([...sameNode, ...otherNode], 0.99))
    context.expect(most - before < MOST_MEMORY, `memory grew by ${Math.round((most - before) / MEBIBYTE)} MB`)
    for (const socket of readers) socket.destroy()
    await delay(100)
    await context.judge(lab, crowd)
  },
}

/** What the node's log says of each reader it cut: how long that one had taken nothing, milliseconds. */
function waitsBeforeCuts(printed: string): number[] {
  return [...printed.matchAll(/"waitedMs":(\d+)/g)].map(([, ms]) => Number(ms))
}

/** Resident bytes of a process (proc(5), statm counts pages). */
function memoryOf(pid: number | undefined): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4_096
}

/** Established connections to a port of this machine, as its owner sees them (proc(5), net/tcp). */
function openConnections(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n')
  return lines.filter((line) => {
    const [, address = '', , state] = line.trim().split(/\s+/)
    return address.endsWith(local) && state === '01'
  }).length
}
