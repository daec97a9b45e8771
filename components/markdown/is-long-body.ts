/** Counted and not measured, so that the server and every width agree and nothing moves after the first paint. */
const LINE_LETTERS = 68
/** Twenty lines are shown; folding away less than a few would only cost a press. */
const MOST_LINES = 25
// Letters of East Asia are about twice as wide.
const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFF60]/g

/** Whether a message takes so many lines that only its beginning is shown at first. */
export function isLongBody(body: string): boolean {
  let lines = 0
  for (const line of body.split('\n')) {
    const letters = line.length + (line.match(WIDE)?.length ?? 0)
    lines += Math.max(1, Math.ceil(letters / LINE_LETTERS))
  }
  return lines > MOST_LINES
}
