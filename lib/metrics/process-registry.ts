// What Node tells of the process: processor, memory, descriptors, garbage collection, delay of the event loop.
import { collectDefaultMetrics, Registry } from 'prom-client'

let registry: Registry | undefined

/**
 * One for the process, since it is about the process and prom-client cannot stop observing. Made when first asked for:
 * whoever never asks pays nothing, and the first answer counts from that moment.
 */
export function processRegistry(): Registry {
  if (!registry) {
    registry = new Registry()
    collectDefaultMetrics({ register: registry })
  }
  return registry
}
