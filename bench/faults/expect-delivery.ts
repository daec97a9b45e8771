// How soon messages must cross while Redis is away, and what a shared machine is allowed on top.
import { deliveryTimes, percentile } from './delivery-times'
import type { RowContext } from './row'

/** What is promised across nodes, and where a row fails: a shared machine has slow moments that are not the nodes'. */
const CROSSES_WITHIN_MS = 1_500
const FAILS_AT_MS = 4_000

export function expectDelivery(context: RowContext, { from, to }: { from: number; to: number }): void {
  const { sameNode, otherNode } = deliveryTimes(context.recorder.records, from, to)
  const [same, other] = [percentile(sameNode, 0.99), percentile(otherNode, 0.99)]
  context.measure('same node p99 during the fault, ms', same)
  context.measure('across nodes p99 during the fault, ms', other)
  context.expect(otherNode.length > 0, 'nothing crossed from node to node during the fault')
  context.expect(same < CROSSES_WITHIN_MS, `the same node took ${same} ms (p99)`)
  context.expect(other < FAILS_AT_MS, `across nodes it took ${other} ms (p99; promised ${CROSSES_WITHIN_MS})`)
}
