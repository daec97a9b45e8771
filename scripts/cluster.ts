// `npm run cluster`: several nodes on this machine, for trying it out. `--nodes N` (2), `--port N` (a free one).
// Postgres and Redis are private to it; Ctrl-C stops everything and leaves nothing behind.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startCluster } from '../lib/testing/cluster'
import { SERVED_BY } from '../lib/testing/process'

const HELP = `Usage: npm run cluster -- [options]

Starts several nodes of Parley on a Postgres and a Redis of their own, behind one address.

  --nodes N   how many, 2 unless told otherwise
  --port N    listen on this port instead of a free one
  --help      show this and stop
`

const optionsSchema = z.object({
  nodes: z.coerce.number().int().min(1).max(8).default(2),
  port: z.coerce.number().int().min(1).max(65_535).optional(),
  help: z.boolean().default(false),
})

try {
  const { values } = parseArgs({
    options: { nodes: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  const parsed = optionsSchema.safeParse(values)
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path}: ${message}`).join('\n'))
  if (parsed.data.help) process.stdout.write(HELP)
  else await run(parsed.data)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function run({ nodes, port }: z.infer<typeof optionsSchema>): Promise<void> {
  // Without pages there would be nothing to try out.
  if (SERVED_BY !== 'the bundled server') throw new Error('There is no current build. Run: npm run build')
  const stopped = new Promise<void>((stop) => {
    // A terminal sends the signal to everything it started, and may send it again: what is stopping goes on stopping.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop())
  })
  const cluster = await startCluster({ nodes, env: { LOG_LEVEL: 'warn' }, ...(port === undefined ? {} : { port }) })
  const lines = [
    ['Parley', cluster.origin],
    ...cluster.nodes.map((node, index) => [`Node ${index + 1}`, `port ${node.port}`]),
    ['Postgres', cluster.postgres.url],
    ['Redis', cluster.redis.url],
  ]
  const table = lines.map(([name = '', where = '']) => `  ${name.padEnd(10)}${where}`).join('\n')
  process.stdout.write(`\n${table}\n\nCtrl-C stops all of it.\n`)
  await stopped
  await cluster.close()
  process.stdout.write('Stopped.\n')
}
