// A node of the fault lab: Parley without pages, that says over IPC what an action of its pages would say on the bus.
import { createServer } from 'node:http'
import { sql } from 'kysely'
import { z } from 'zod'
import { routeUpgrades } from '#lib/http/upgrades'
import { LISTEN_BACKLOG, openParley } from '#lib/parley'
import { runServer } from '#lib/run-server'
import type { RoomId, UserId } from '#lib/shared/ids'

const toldSchema = z.discriminatedUnion('kind', [
  /** A member's place changed, and this node's pages did it. */
  z.object({
    kind: z.literal('membership'),
    roomId: z.custom<RoomId>((value) => typeof value === 'string'),
    userId: z.custom<UserId>((value) => typeof value === 'string'),
  }),
  /** The file of the embedded store may grow to so many pages; as many as it has where that is more. */
  z.object({ kind: z.literal('pages'), most: z.int().positive() }),
])

await runServer(async (settings, drainWith) => {
  const parley = await openParley(settings)
  routeUpgrades(parley.server, createServer(), false)
  drainWith({ parley })
  process.on('message', (told) => {
    const { data } = toldSchema.safeParse(told)
    if (data?.kind === 'membership') parley.services.bus.publish(data)
    if (data?.kind === 'pages') {
      // It holds for one connection only, so it must be this one's own.
      void sql.raw(`pragma max_page_count = ${data.most}`).execute(parley.services.database.write)
    }
  })
  process.on('disconnect', () => process.exit(1))
  // The harness must not be kept by its nodes, nor a node by the harness.
  process.channel?.unref()
  await new Promise<void>((listening, failed) => {
    parley.server.once('error', failed)
    parley.server.listen(settings.port, settings.host, LISTEN_BACKLOG, listening)
  })
})
