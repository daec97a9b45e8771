import type { SkinTone } from 'frimousse'

const KEY = 'parley:skin-tone'
const TONES = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const satisfies readonly SkinTone[]

/** The tone of skin chosen in this browser. */
export function keptSkinTone(): SkinTone {
  try {
    const kept = localStorage.getItem(KEY)
    return TONES.find((tone) => tone === kept) ?? 'none'
  } catch {
    return 'none'
  }
}

/** Remembers it. */
export function keepSkinTone(tone: SkinTone): void {
  try {
    localStorage.setItem(KEY, tone)
  } catch {
    // Full or forbidden: it holds until the page is left.
  }
}
