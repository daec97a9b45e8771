// Where the sockets are when they are not at this page's origin, and the ticket to get in there.

/** The origin of the sockets, written into the page by the server; nothing where it is the page's own. */
export function findRealtimeUrl(): string | undefined {
  // Without a document there is no page that could name one.
  return typeof document === 'undefined' ? undefined : document.documentElement?.dataset.realtime
}

export type Ticket =
  | { kind: 'granted'; ticket: string }
  /** The session has ended. */
  | { kind: 'refused' }
  /** The pages are away for the moment. */
  | { kind: 'missed' }

const PATIENCE = 4_000

/** Asks the pages for a fresh ticket, within what the sockets wait for it. */
export async function askForTicket(): Promise<Ticket> {
  try {
    const answer = await fetch('/api/ticket', { method: 'POST', signal: AbortSignal.timeout(PATIENCE) })
    if (answer.status === 401) return { kind: 'refused' }
    const told: unknown = answer.ok ? await answer.json() : undefined
    const ticket = typeof told === 'object' && told !== null && 'ticket' in told ? told.ticket : undefined
    return typeof ticket === 'string' ? { kind: 'granted', ticket } : { kind: 'missed' }
  } catch {
    // The network, or the time: both pass.
    return { kind: 'missed' }
  }
}
