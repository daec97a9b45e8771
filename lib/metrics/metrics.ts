// What this node counts about itself, in the words of docs/operations.md. Labels come from fixed lists only: an id, a
// name or an address would make a series of its own for everyone who passes.
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { Command, type CommandName } from '../shared/protocol'
import type { RefusalCode } from '../shared/refusal'
import { processRegistry } from './process-registry'

export type ChangeKind = 'post' | 'edit' | 'delete' | 'react'
export type BusState = 'alone' | 'connected' | 'away'
/** How an attempt to connect ended; the first two before anybody was asked who they are. */
export type HandshakeOutcome = 'foreign_origin' | 'address_full' | 'ok' | RefusalCode

/** Read when somebody asks for the numbers, so that between two askings nothing is spent on them. */
export type Sources = {
  /** Open sockets of this node. */
  connections(): number
  /** Rooms that a socket of this node watches. */
  rooms(): number
  busState(): BusState
  /** Of the time lately in which the event loop had something to do, 0 to 1. */
  busyShare(): number
  /** Packets that wait for slow readers: the longest queue, and all of them. */
  writeBuffers(): { mostPackets: number; packets: number }
}

export type Metrics = {
  /** A command was answered, so many seconds after it arrived. */
  answered(command: CommandName, outcome: 'ok' | RefusalCode, seconds: number): void
  /** A packet that is no command was refused. */
  refusedPacket(): void
  handshake(outcome: HandshakeOutcome): void
  /** One transaction of the log: what was asked of it and stored, and the seconds it took. */
  committed(batch: { size: number; stored: readonly ChangeKind[]; seconds: number }): void
  commitFailed(): void
  /** An advance was handed to its sockets, so many seconds after its commit. */
  delivered(seconds: number): void
  /** A wake was acted upon, or it could not be. `kind` is a `Wake['kind']`. */
  wake(kind: string, outcome: 'done' | 'failed'): void
  /** A reader that did not drain was cut. */
  cutSlowReader(): void
  /** Whether the database answered when it was last asked. */
  databaseAnswered(isUp: boolean): void
  /** Adds sources; what no part has offered reads as nothing. */
  watch(sources: Partial<Sources>): void
  /** The numbers in Prometheus' text format. Touches neither database nor bus. */
  write(): Promise<{ contentType: string; text: string }>
  /** Every name that `write` may tell. */
  names(): string[]
}

const KINDS: readonly ChangeKind[] = ['post', 'edit', 'delete', 'react']
const BUS_STATES: readonly BusState[] = ['alone', 'connected', 'away']
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128]

/** The metrics of one Parley. Those of the whole process are shared by all in it. */
export function createMetrics(): Metrics {
  const sources: Sources = {
    connections: () => 0,
    rooms: () => 0,
    busState: () => 'alone',
    busyShare: () => 0,
    writeBuffers: () => ({ mostPackets: 0, packets: 0 }),
  }
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  const histogram = (name: string, help: string, buckets: number[]): Histogram =>
    new Histogram({ name, help, buckets, registers })

  gauge('chat_connections', 'Open sockets of this node.', () => sources.connections())
  gauge('chat_rooms_active', 'Rooms that a socket of this node watches.', () => sources.rooms())
  gauge('chat_busy_share', 'Share of the time lately in which there was something to do, 0 to 1.', () =>
    sources.busyShare(),
  )
  new Gauge({
    name: 'chat_bus_state',
    help: '1 for the state the bus is in, 0 for the others.',
    labelNames: ['state'],
    registers,
    collect() {
      const now = sources.busState()
      for (const state of BUS_STATES) this.set({ state }, state === now ? 1 : 0)
    },
  })
  new Gauge({
    name: 'chat_write_buffer_packets',
    help: 'Packets that wait for slow readers: the longest queue (max), and all of them (total).',
    labelNames: ['of'],
    registers,
    collect() {
      const { mostPackets, packets } = sources.writeBuffers()
      this.set({ of: 'max' }, mostPackets)
      this.set({ of: 'total' }, packets)
    },
  })
  const databaseUp = new Gauge({
    name: 'chat_database_up',
    help: '1 when the database answered when it was last asked.',
    registers,
  })
  const commands = new Counter({
    name: 'chat_commands_total',
    help: 'Commands answered, by outcome: ok or the code of the refusal.',
    labelNames: ['command', 'outcome'],
    registers,
  })
  const ackSeconds = new Histogram({
    name: 'chat_ack_seconds',
    help: 'Seconds from the arrival of a command to its answer.',
    labelNames: ['command'],
    buckets: SECONDS,
    registers,
  })
  const errors = new Counter({
    name: 'chat_event_errors_total',
    help: 'What a connection was refused, by code: commands, packets that are none, and handshakes.',
    labelNames: ['code'],
    registers,
  })
  const handshakes = new Counter({
    name: 'chat_handshakes_total',
    help: 'Attempts to connect, by how they ended.',
    labelNames: ['outcome'],
    registers,
  })
  const messages = new Counter({
    name: 'chat_messages_total',
    help: 'Changes of the log that were stored, by kind.',
    labelNames: ['kind'],
    registers,
  })
  const batchSize = histogram('chat_commit_batch_size', 'Changes that shared a transaction.', BATCH_SIZES)
  const commitSeconds = histogram('chat_commit_seconds', 'Seconds that a transaction of the log took.', SECONDS)
  const commitFailures = new Counter({
    name: 'chat_commit_failures_total',
    help: 'Transactions of the log that failed.',
    registers,
  })
  const deliveryLag = histogram('chat_delivery_lag_seconds', 'Seconds from a commit to its sending.', SECONDS)
  const wakes = new Counter({
    name: 'chat_wakes_total',
    help: 'Wakes acted upon, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  const cuts = new Counter({
    name: 'chat_slow_readers_cut_total',
    help: 'Connections closed because their reader did not drain.',
    registers,
  })

  // A series that begins at its first event hides that event from rate().
  for (const command of Object.values(Command)) commands.inc({ command, outcome: 'ok' }, 0)
  for (const kind of KINDS) messages.inc({ kind }, 0)
  for (const code of ['internal', 'retry', 'storage_full', 'rate_limited']) errors.inc({ code }, 0)
  handshakes.inc({ outcome: 'ok' }, 0)

  return {
    answered(command, outcome, seconds) {
      commands.inc({ command, outcome })
      ackSeconds.observe({ command }, seconds)
      if (outcome !== 'ok') errors.inc({ code: outcome })
    },
    refusedPacket: () => errors.inc({ code: 'invalid' }),
    handshake(outcome) {
      handshakes.inc({ outcome })
      if (outcome !== 'ok') errors.inc({ code: outcome })
    },
    committed({ size, stored, seconds }) {
      batchSize.observe(size)
      commitSeconds.observe(seconds)
      for (const kind of KINDS) {
        const count = stored.filter((one) => one === kind).length
        if (count > 0) messages.inc({ kind }, count)
      }
    },
    commitFailed: () => commitFailures.inc(),
    delivered: (seconds) => deliveryLag.observe(seconds),
    wake: (kind, outcome) => wakes.inc({ kind, outcome }),
    cutSlowReader: () => cuts.inc(),
    databaseAnswered: (isUp) => databaseUp.set(isUp ? 1 : 0),
    watch: (offered) => void Object.assign(sources, offered),
    async write() {
      const texts = await Promise.all([registry.metrics(), processRegistry().metrics()])
      return { contentType: registry.contentType, text: texts.join('') }
    },
    names: () => [registry, processRegistry()].flatMap((one) => one.getMetricsAsArray().map(({ name }) => name)),
  }
}
