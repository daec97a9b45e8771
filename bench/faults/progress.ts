// What a long settling and judging tells of itself, so that it is not taken for one that hangs.

const EVERY_MS = 10_000
/** Shorter histories are judged before anybody asks. */
const LONG_HISTORY = 50_000

export type Progress = {
  /** Something else is done now; told at once where the history is long, and again as long as it goes on. */
  now(doing: () => string): void
  close(): void
}

export function startProgress(records: { readonly length: number }, say: (line: string) => void): Progress {
  let doing: () => string = () => 'begins'
  const timer = setInterval(() => say(doing()), EVERY_MS)
  return {
    now(next) {
      doing = next
      if (records.length >= LONG_HISTORY) say(doing())
    },
    close: () => clearInterval(timer),
  }
}
