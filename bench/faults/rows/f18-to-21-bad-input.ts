// F18 to F21: values, structures, frames and bytes that no honest client sends. Each is refused or closes its own
// connection; others go on chatting throughout.
import { readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { createClientMessageId, createId } from '#lib/shared/ids'
import { PROTOCOL_VERSION, SOCKET_PATH } from '#lib/shared/protocol'
import { connect, type Person } from '#lib/testing/client'
import { ENGINE_QUERY, exchange, openRawSocket, type RawSocket } from '#lib/testing/raw-socket'
import { wrongCommand, wrongFrame, wrongPacket } from '../bad-input'
import { type Crowd, openCrowd } from '../crowd'
import type { Lab, LabNode } from '../lab'
import type { Row, RowContext } from '../row'
import { eventually } from '../wait'

type Attack = (context: RowContext, lab: Lab, node: LabNode, victim: Person) => Promise<void>

const COMMANDS = 500
const PACKETS = 40
const SOCKETS = 250
const MANY_SOCKETS = 5_000
const FORGIVES_MS = 60_000

/** Runs an attack while others chat, and holds the others' histories against the log. */
function attacked(id: string, title: string, attack: Attack): Row {
  return {
    ...{ id, title, nodes: 1, bus: false, stores: ['sqlite'] as const },
    async run(context) {
      const lab = await context.lab()
      const [node] = lab.nodes
      if (!node) throw new Error('there is no node')
      const crowd: Crowd = await openCrowd(context, lab, { members: 3 })
      const outsiders = await openCrowd(context, lab, { members: 1 })
      const [attacker] = outsiders.people
      const stop = crowd.chat(30)
      if (attacker) await attack(context, lab, node, attacker)
      outsiders.close()
      context.expect(node.isUp, 'the node is gone')
      stop()
      await context.judge(lab, crowd)
    },
  }
}

/** An own connection that may send commands. */
async function opened({ process: { origin } }: LabNode, { cookie }: Person): Promise<RawSocket> {
  const socket = await openRawSocket(origin, { Cookie: cookie })
  await socket.hears('0{')
  socket.send(`40{"v":${PROTOCOL_VERSION}}`)
  await socket.hears('40{')
  return socket
}

const commands: Attack = async (context, lab, _, person) => {
  const { random } = context
  let client = await connect(lab.host, person)
  let answers = 0
  for (let at = 0; at < COMMANDS; at += 1) {
    // Three packets that are no command end a connection; that is how it should be.
    if (!client.socket.connected) client = await connect(lab.host, person)
    const { roomId } = person
    const right = {
      roomId,
      clientMessageId: createClientMessageId(),
      body: 'x',
      messageId: createId(),
      cursor: 0,
      seq: 1,
    }
    const [name, ...args] = wrongCommand(random, right)
    const ended = new Promise<undefined>((resolve) => client.socket.once('disconnect', () => resolve(undefined)))
    const answer = await Promise.race([client.askAnything(name, ...args).catch(() => undefined), ended])
    if (answer === undefined) continue
    answers += 1
    context.expect(
      /^\{"ok":(true|false,"code":"(?!internal))/.test(JSON.stringify(answer)),
      `${name} was answered ${JSON.stringify(answer)}`,
    )
  }
  client.close()
  context.measure('inputs', COMMANDS)
  context.expect(answers > COMMANDS / 2, `only ${answers} of ${COMMANDS} were answered`)
}

const frames: Attack = async ({ random, measure }, _, node, person) => {
  for (let at = 0; at < PACKETS; at += 1) {
    const socket = await opened(node, person)
    for (let more = 0; more < 5; more += 1) {
      if (random.chance(50)) socket.send(wrongPacket(random))
      else socket.sendFrame(wrongFrame(random))
    }
    await Promise.race([socket.closed, delay(5)])
    socket.destroy()
  }
  measure('inputs', PACKETS * 5)
}

const oversized: Attack = async ({ expect, random }, _, node, person) => {
  const sizes = [16 * 1024 + 1, 2 ** 20, 4 * 2 ** 20]
  for (const size of sizes) {
    const socket = await opened(node, person)
    socket.send(`421["message:send",{"body":"${'x'.repeat(size)}"}]`)
    expect(await within(socket.closed), `a frame of ${size} bytes did not close its connection`)
  }
  const claimed = await opened(node, person)
  claimed.sendFrame({ payload: 'x', length: 100 * 2 ** 20 + random.below(1_000) })
  expect(await within(claimed.closed), 'a frame that claims 100 MB did not close its connection')
  const deep = await opened(node, person)
  deep.send(`421["message:send",${'['.repeat(7_500)}${']'.repeat(7_500)}]`)
  await Promise.race([deep.hears('431['), deep.closed])
  deep.destroy()
}

const rawBytes: Attack = async (context, _, node) => {
  const { random, seed } = context
  const { origin, pid } = node.process
  const sockets = seed % 20 === 0 ? MANY_SOCKETS : SOCKETS
  const before = descriptorsOf(pid)
  const silent: RawSocket[] = []
  for (let at = 0; at < sockets; at += 1) silent.push(await openRawSocket(origin))
  const { host } = new URL(origin)
  const halves = [
    'GET / HTTP/1.1\r\n',
    `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `,
    'POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\nx',
    '\u0016\u0003\u0001',
  ]
  const upgrade = `GET ${SOCKET_PATH}/${ENGINE_QUERY}&transport=__proto__ HTTP/1.1\r\nHost: ${host}\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n`
  await Promise.all(
    [...halves, upgrade].map((request) => exchange(origin, request, { silentMs: 200 + random.below(500) })),
  )
  context.measure('sockets without CONNECT', sockets)
  const from = performance.now()
  const isBack = await eventually(() => descriptorsOf(pid) <= before + 10, FORGIVES_MS)
  context.measure('descriptors back after, ms', Math.round(performance.now() - from))
  context.expect(isBack, `descriptors stay at ${descriptorsOf(pid)}, from ${before}`)
  for (const socket of silent) socket.destroy()
}

function descriptorsOf(pid: number | undefined): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

function within(closed: Promise<void>): Promise<boolean> {
  return Promise.race([closed.then(() => true), delay(10_000, false)])
}

export const badInput: readonly Row[] = [
  attacked('F18', 'values and structures: every command with something wrong, made by chance', commands),
  attacked('F19', 'packets and frames that break the protocols, made by chance', frames),
  attacked('F20', 'frames over 16 KB, up to 4 MB and claims of 100 MB, nesting', oversized),
  attacked(
    'F21',
    `${SOCKETS} sockets without CONNECT, every twentieth seed ${MANY_SOCKETS}, half requests, other upgrades`,
    rawBytes,
  ),
]
