// The oracle: what histories, rows and stays say about each other. Pure; the same input gives the same verdict.
import { checkLeaks } from './check-leaks'
import { checkLog } from './check-log'
import { checkScreens } from './check-screens'
import { type Counts, countAll } from './counts'
import { CHECKS, type CheckId, type Facts, type Violation } from './facts'
import type { HistoryRecord } from './history'
import { screensOf } from './screen'

export type Verdict = { violations: readonly Violation[]; perCheck: Readonly<Record<CheckId, number>>; counts: Counts }

/** @param records of every client and of the harness, in the order of their `t` */
export function check(records: readonly HistoryRecord[], facts: Facts): Verdict {
  const screens = screensOf(records)
  const violations = [
    ...checkLog(records, facts),
    ...checkScreens(screens, records, facts),
    ...checkLeaks(records, facts),
  ]
  return { violations, perCheck: perCheck(violations), counts: countAll(screens, records, facts) }
}

function perCheck(violations: readonly Violation[]): Record<CheckId, number> {
  const none: Record<CheckId, number> = {
    ...{ O1: 0, O2: 0, O3: 0, O4: 0, O5: 0, O6: 0, O7: 0, O8: 0, O9: 0, O10: 0, O11: 0, O12: 0, O13: 0 },
  }
  for (const { check: id } of violations) none[id] += 1
  return none
}

/** One sentence for each kind of violation, with the first of its kind. */
export function describeViolations({ violations, perCheck: counts }: Verdict): string[] {
  return Object.entries(counts).flatMap(([id, count]) => {
    const first = violations.find((violation) => violation.check === id)
    return first ? [`${id} ${CHECKS[first.check]} × ${count}: ${first.client}: ${first.what}`] : []
  })
}
