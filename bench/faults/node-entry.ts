// A node of the fault lab: Parley without pages, that says over IPC what an action of its pages would say on the bus.
import { createServer } from 'node:http'
import { z } from 'zod'
import { parseSettings } from '#lib/env'
import { routeUpgrades } from '#lib/http/upgrades'
import { LISTEN_BACKLOG, openParley } from '#lib/parley'
import type { RoomId, UserId } from '#lib/shared/ids'
import { TIMES } from '#lib/shared/limits'

/** A member's place changed, and this node's pages did it. */
const toldSchema = z.object({
  kind: z.literal('membership'),
  roomId: z.custom<RoomId>((value) => typeof value === 'string'),
  userId: z.custom<UserId>((value) => typeof value === 'string'),
})

async function start(): Promise<void> {
  const parsed = parseSettings(process.env)
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  const { settings } = parsed
  const parley = await openParley(settings)
  routeUpgrades(parley.server, createServer(), false)
  let isDraining = false
  const drain = async (exitCode: number): Promise<void> => {
    if (isDraining) process.exit(1)
    isDraining = true
    setTimeout(() => process.exit(1), TIMES.drainWithin).unref()
    await parley.drain()
    process.exit(exitCode)
  }
  process.on('SIGTERM', () => drain(0))
  process.on('unhandledRejection', (error) => {
    parley.services.log.fatal({ err: error }, 'unhandled rejection')
    void drain(1)
  })
  process.on('message', (told) => {
    const { data } = toldSchema.safeParse(told)
    if (data) parley.services.bus.publish(data)
  })
  // The harness must not be kept by its nodes, nor a node by the harness.
  process.channel?.unref()
  parley.server.listen(settings.port, settings.host, LISTEN_BACKLOG)
}

start().catch((error: unknown) => {
  process.stderr.write(`Parley cannot start. ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
