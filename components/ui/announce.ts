// What is said to screen readers. One polite and one assertive region stand in the page for good (announcer.tsx);
// sentences are put into them as child nodes and taken out again, so that the same sentence can be said twice.

export type Urgency = 'polite' | 'assertive'

export const REGION_IDS: Record<Urgency, string> = { polite: 'live-polite', assertive: 'live-assertive' }

const KEPT_MS = 6_000

/** Says a sentence. Nothing is said while the tab is hidden. */
export function announce(sentence: string, urgency: Urgency = 'polite'): void {
  const region = document.getElementById(REGION_IDS[urgency])
  if (!region || document.hidden) return
  const line = document.createElement('p')
  line.textContent = sentence
  region.append(line)
  setTimeout(() => line.remove(), KEPT_MS)
}
