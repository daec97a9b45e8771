// What is said to screen readers. A polite and an assertive region stand in the page for good (announcer.tsx); sentences
// are put into them as child nodes and taken out again, so that the same sentence can be said twice.

export type Urgency = 'polite' | 'assertive'

const KEPT_MS = 6_000

/** Everything outside an open dialog is inert and silent, so each dialog has regions of its own. */
function findRegion(urgency: Urgency): Element | null {
  const scope = document.querySelector('dialog[open]') ?? document
  return scope.querySelector(`[data-live="${urgency}"]`)
}

/** Says a sentence. Nothing is said while the tab is hidden. */
export function announce(sentence: string, urgency: Urgency = 'polite'): void {
  const region = findRegion(urgency)
  if (!region || document.hidden) return
  const line = document.createElement('p')
  line.textContent = sentence
  region.append(line)
  setTimeout(() => line.remove(), KEPT_MS)
}
