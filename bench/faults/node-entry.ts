// A node of the fault lab: Parley without pages, that says over IPC what an action of its pages would say on the bus.
import { createServer } from 'node:http'
import { z } from 'zod'
import { routeUpgrades } from '#lib/http/upgrades'
import { LISTEN_BACKLOG, openParley } from '#lib/parley'
import { runServer } from '#lib/run-server'
import type { RoomId, UserId } from '#lib/shared/ids'

/** A member's place changed, and this node's pages did it. */
const toldSchema = z.object({
  kind: z.literal('membership'),
  roomId: z.custom<RoomId>((value) => typeof value === 'string'),
  userId: z.custom<UserId>((value) => typeof value === 'string'),
})

await runServer(async (settings, drainWith) => {
  const parley = await openParley(settings)
  routeUpgrades(parley.server, createServer(), false)
  drainWith({ parley })
  process.on('message', (told) => {
    const { data } = toldSchema.safeParse(told)
    if (data) parley.services.bus.publish(data)
  })
  // The harness must not be kept by its nodes, nor a node by the harness.
  process.channel?.unref()
  await new Promise<void>((listening, failed) => {
    parley.server.once('error', failed)
    parley.server.listen(settings.port, settings.host, LISTEN_BACKLOG, listening)
  })
})
