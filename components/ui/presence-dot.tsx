import type { PresenceState } from '#lib/shared/model'

/** Filled, half or hollow. Decoration: whoever shows it also says it in words. */
export function PresenceDot({ state }: { state: PresenceState }) {
  return <span className="presence-dot absolute -end-0.5 -bottom-0.5" data-state={state} aria-hidden="true" />
}
