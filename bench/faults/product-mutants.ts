// Parley broken on purpose, one promise at a time: rows must go red by the check that is meant for it. Nothing of it is in
// the product; the patches are put into bundles of the lab.
import type { CheckId } from '../oracle/facts'
import type { Build, Patch } from './node-bundle'

export type ProductMutant = {
  name: string
  /** The rows on which it is tried, and the check that must find it. */
  row: string
  store: 'sqlite' | 'postgres'
  caughtBy: readonly CheckId[]
  /** The seeds that can show it, tried until one does; the first five where none are named. */
  seeds?: readonly number[]
  /** Broken in the server, or in the browser's part. */
  server?: Build
  client?: readonly Patch[]
}

const QUEUE = 'lib/domain/commit-queue.ts'
const AMEND = 'lib/domain/log-amend.ts'
const LEAN_LOG = 'lib/db/migrations/0003-lean-log.ts'
const TIMELINE = 'lib/shared/timeline.ts'
const ROOM_SYNC = 'lib/client/room-sync.ts'
const OUTBOX = 'lib/client/outbox.ts'

/** On F11 somebody misses several pages in every third seed. */
const LONG_AWAY = [3, 6, 9, 12, 15, 18, 21, 24]

function server(name: string, ...patches: Patch[]): Build {
  return { name, patches }
}

const NO_LIVE: Patch = {
  file: 'lib/realtime/attach.ts',
  find: 'context.follower.committed(ranges)',
  replace: 'void ranges',
}
const NO_WAKES: Patch = {
  file: 'lib/realtime/attach.ts',
  find: "if (bus.state() === 'alone') return",
  replace: 'if (ranges.length >= 0) return',
}
const NO_POLL: Patch = {
  file: 'lib/realtime/rounds.ts',
  find: 'follower.found(roomId, mark.head)',
  replace: 'void follower',
}
const NO_DIGEST: Patch = {
  file: 'lib/realtime/digest.ts',
  find: 'if (socket.data.watched.size > 0) socket.emit(Event.roomHeads, own)',
  replace: 'void Event',
}

export const PRODUCT_MUTANTS: readonly ProductMutant[] = [
  {
    name: 'acknowledges before the commit',
    ...{ row: 'F1', store: 'sqlite', caughtBy: ['O1'] },
    server: server('early-ack', {
      file: QUEUE,
      find: /database\.transact\(\(trx\) => writeLog\(trx, changes, \{ dialect, now: now\(\) \}\)\)/,
      replace: `database.transact(async (trx) => {
        const applied = await writeLog(trx, changes, { dialect, now: now() })
        batch.forEach((item, index) => answer(item, applied.outcomes[index]))
        await new Promise((resolve) => setTimeout(resolve, 40))
        return applied
      })`,
    }),
  },
  {
    name: 'stores the same key twice (UNIQUE dropped, and the look before it)',
    ...{ row: 'F17', store: 'sqlite', caughtBy: ['O5'] },
    server: server(
      'no-unique',
      { file: LEAN_LOG, find: /,\s+constraint messages_once unique \([^)]*\)/, replace: '' },
      {
        file: 'lib/domain/log-rows.ts',
        find: 'if (ids.length === 0) return { names, repeated }',
        replace: 'return { names, repeated }',
      },
    ),
  },
  {
    name: 'reads the head after the rows, in another snapshot',
    ...{ row: 'F11', store: 'sqlite', caughtBy: ['O2', 'O8', 'O3'] },
    seeds: LONG_AWAY,
    server: server('late-head', {
      file: 'lib/realtime/room-handlers.ts',
      find: /return database\.snapshot\(async \(trx\) => \{\s+(const member = [^\n]+)\s+return findCatchUp\(trx, member, cursor\)\s+\}\)/,
      replace: `const advance = await database.snapshot(async (trx) =>
        findCatchUp(trx, await requireRoomForMember(trx, socket.data.viewer.userId, { roomId }), cursor))
      await new Promise((resolve) => setTimeout(resolve, 50))
      const { head } = await requireRoomForMember(database.read, socket.data.viewer.userId, { roomId })
      return advance.upto === advance.head ? { ...advance, upto: head, head } : { ...advance, head }`,
    }),
  },
  {
    name: 'deletes without a rev',
    ...{ row: 'F0', store: 'sqlite', caughtBy: ['O3'] },
    server: server('silent-delete', {
      file: AMEND,
      find: 'if (!isChanged) return',
      replace: "if (!isChanged || change.kind === 'delete') return",
    }),
  },
  {
    name: 'tells nobody live, asks no rows and sends no heads',
    ...{ row: 'F0', store: 'sqlite', caughtBy: ['O2', 'O8'] },
    server: server('mute', NO_LIVE, NO_POLL, NO_DIGEST),
  },
  {
    name: 'sends no wakes, asks no rows and sends no heads',
    ...{ row: 'F4', store: 'postgres', caughtBy: ['O2', 'O8'] },
    server: server('no-wakes', NO_WAKES, NO_POLL, NO_DIGEST),
  },
  {
    name: 'goes on telling who has left',
    ...{ row: 'F23', store: 'sqlite', caughtBy: ['O11'] },
    server: server(
      'deaf-to-leaving',
      {
        file: 'lib/realtime/wakes.ts',
        find: 'return checkMembership(context, wake.roomId, wake.userId)',
        replace: 'return',
      },
      {
        file: 'lib/realtime/standing.ts',
        find: /await recheck\(roomId, userId\)/g,
        replace: 'void recheck',
      },
    ),
  },
  {
    name: 'gives two changes one rev',
    ...{ row: 'F0', store: 'sqlite', caughtBy: ['O7', 'O8', 'O2'] },
    server: server(
      'same-rev',
      { file: LEAN_LOG, find: 'create unique index messages_changes', replace: 'create index messages_changes' },
      { file: AMEND, find: 'room.head += 1', replace: 'room.head += 0' },
    ),
  },
  {
    name: 'the client takes an Advance across a gap',
    ...{ row: 'F11', store: 'sqlite', caughtBy: ['O2', 'O8', 'O3'] },
    seeds: LONG_AWAY,
    client: [{ file: TIMELINE, find: 'if (advance.since > timeline.cursor)', replace: 'if (advance.since < 0)' }],
  },
  {
    name: 'the client keeps the order of arrival',
    ...{ row: 'F0', store: 'sqlite', caughtBy: ['O6'] },
    client: [{ file: TIMELINE, find: '.sort((a, b) => a.seq - b.seq) : held', replace: ': held' }],
  },
  {
    name: 'the client sends a new key for every try',
    ...{ row: 'F1', store: 'sqlite', caughtBy: ['O12'] },
    client: [
      {
        file: 'lib/client/fulfil.ts',
        find: 'const message = { roomId, clientMessageId, body }',
        replace:
          'const message = { roomId, clientMessageId: clientMessageId.slice(0, -12) + String(Math.random()).slice(2, 14).padEnd(12, "0"), body }',
      },
    ],
  },
  {
    name: 'the client forgets what was not answered',
    ...{ row: 'F1', store: 'sqlite', caughtBy: ['O12'] },
    client: [
      {
        file: OUTBOX,
        find: "if (reason === 'offline' || reason === 'no_answer') {",
        replace: "if (reason === 'offline' || reason === 'no_answer') {\n      await settle(wish.id)",
      },
    ],
  },
  {
    name: 'the client does not catch up',
    ...{ row: 'F11', store: 'sqlite', caughtBy: ['O2', 'O8'] },
    seeds: LONG_AWAY,
    client: [
      { file: ROOM_SYNC, find: 'if (isBehind(applied.timeline)) void catchUp()', replace: '' },
      { file: ROOM_SYNC, find: 'if (isBehind(read())) void catchUp()', replace: '' },
    ],
  },
]
