// What a measured server tells about itself over IPC: processor time, memory, queries.

export type Probe = {
  /** Of all its threads since its start, seconds. */
  cpuSeconds: number
  /** Resident bytes, after a collection where the process allows one. */
  rss: number
  queries: number
}

export function answerProbe(countQueries: () => number): void {
  process.on('message', (asked: 'probe' | 'probe:collected') => {
    if (asked === 'probe:collected') globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    const probe: Probe = { cpuSeconds: (user + system) / 1e6, rss: process.memoryUsage.rss(), queries: countQueries() }
    process.send?.(probe)
  })
  process.on('SIGTERM', () => process.listenerCount('SIGTERM') === 1 && process.exit(0))
  process.on('disconnect', () => process.exit(0))
}
