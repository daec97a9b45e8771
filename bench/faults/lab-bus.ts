// The Redis of a lab, behind a network of its own.
import type { FaultyNetwork } from '#lib/testing/proxy'

export type LabBus = {
  /** As the nodes reach it, through the network. */
  url: string
  network: FaultyNetwork
  /** Ends it at once. */
  kill(): Promise<void>
  /** Starts it again on its port, empty. */
  start(): Promise<void>
  pause(): void
  resume(): void
  /** Adds an entry to a stream of any name. */
  write(fields: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** @throws Error where there is no Redis to be had */
export async function openLabBus(): Promise<LabBus> {
  throw new Error('There is no Redis for the lab yet.')
}
