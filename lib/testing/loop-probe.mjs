// @ts-check
// Loaded into a server under test by `node --import`: tells over IPC how long its event loop was held up. Plain
// JavaScript, since it also runs beside the bundled server.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delays.enable()
process.on('message', (asked) => {
  if (asked === 'loop:reset') delays.reset()
  // The histogram holds the time between two ticks of its timer, so an idle loop reads the resolution.
  if (asked === 'loop:read') process.send?.({ loopDelayMs: Math.max(0, delays.max / 1e6 - RESOLUTION_MS) })
})
// A test that is gone must not keep the server, nor the server the test.
process.channel?.unref()
