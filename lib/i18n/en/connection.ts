// The connection: the banner, what is said of it aloud, and why the server will not have it.
export const connection = {
  reconnecting: 'Reconnecting',
  offline: "You're offline. Messages will send when you're back.",
  back: 'Back online',
  saidLost: 'Connection lost, trying to reconnect',
  saidBack: 'Connected',
  unauthenticated: 'Your session has ended. Reload the page to join again.',
  crowded: 'Too many windows are open from here. Close some, then reload the page.',
  forbidden: 'This address may not talk to the server. Open Parley at its own address, then reload the page.',
  storageFull: "The server's disk is full. What you write is kept here and goes out when there is room again.",
  orReload: '{sentence} Or reload the page.',
} as const
