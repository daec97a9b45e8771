// Tells the server whether this page can be seen: at once when it is shown, after a while when it is hidden.
import { Command } from '../shared/protocol'
import type { Line } from './line'

/** A glance at another tab is not "away". */
const HIDDEN_FOR = 30_000

/** @returns stop */
export function reportVisibility(line: Line): () => void {
  let hiding: ReturnType<typeof setTimeout> | undefined
  const report = (): void => {
    clearTimeout(hiding)
    const visible = document.visibilityState === 'visible'
    const say = (): void => void line.ask(Command.presenceReport, { visible })
    if (visible) say()
    else hiding = setTimeout(say, HIDDEN_FOR)
  }
  document.addEventListener('visibilitychange', report)
  line.socket.on('connect', report)
  return () => {
    clearTimeout(hiding)
    document.removeEventListener('visibilitychange', report)
    line.socket.off('connect', report)
  }
}
