// @ts-check
// Loaded into a server under test by `node --import`: tells over IPC how long its event loop was held up. Plain
// JavaScript, since it also runs beside the bundled server.
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const EVERY_MS = 5
const delays = monitorEventLoopDelay({ resolution: EVERY_MS })
delays.enable()

let last = { at: performance.now(), queued: queuedMs() }
let longestOwn = 0
setInterval(() => {
  const now = { at: performance.now(), queued: queuedMs() }
  longestOwn = Math.max(longestOwn, now.at - last.at - EVERY_MS - (now.queued - last.queued))
  last = now
}, EVERY_MS).unref()

process.on('message', (asked) => {
  if (asked === 'loop:reset') {
    delays.reset()
    longestOwn = 0
  }
  // The histogram holds the time between two ticks of its timer, so an idle loop reads the resolution.
  if (asked === 'loop:read') process.send?.({ longest: Math.max(0, delays.max / 1e6 - EVERY_MS), longestOwn })
})
// A test that is gone must not keep the server, nor the server the test.
process.channel?.unref()

/** How long this thread was ready to run and waited for a processor that others used (proc(5), schedstat). */
function queuedMs() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
