// Numbers that bound Parley, with their units. SIZES belong to the protocol and are the same everywhere; DEFAULT_LIMITS
// are rates and caps an operator may change (setting LIMITS). What only servers know is in server-sizes.ts.

/** Sizes that client, server and database agree on. A "grapheme" is what a reader counts as one character (UAX #29). */
export const SIZES = {
  nameGraphemes: 32,
  nameBytes: 128,
  nameMarksPerBase: 4,
  /** Texts: graphemes, and bytes as JSON so that nothing legal exceeds `frameBytes`. */
  title: { graphemes: 60, bytes: 360 },
  note: { graphemes: 140, bytes: 840 },
  body: { graphemes: 4_000, bytes: 12_000 },
  query: { graphemes: 100, bytes: 1_200 },
  emojiBytes: 64,
  reactionsPerMessage: 20,
  codeInput: 64,
  advanceMessages: 200,
  advanceBytes: 64 * 1024,
  snapshotMessages: 50,
  pageMessages: 100,
  /** More unread messages than this are shown as "99+". */
  unreadCounted: 100,
  mentionsTold: 50,
  frameBytes: 16 * 1024,
  actionBodyBytes: 16 * 1024,
} as const

/** Durations in milliseconds that are part of how Parley behaves, not of what an operator tunes. */
export const TIMES = {
  ackTimeout: 5_000,
  resumeDeadline: 2_000,
  retryShownAfter: 5_000,
  undoWithin: 5_000,
  readNotedEvery: 1_000,
  typingEvery: 3_000,
  typingIdle: 5_000,
  admissionRetryAtMost: 60_000,
} as const

export const DEFAULT_LIMITS = {
  /** Messages one person may send at once before the steady rate holds. */
  messageBurst: 10,
  /** Messages a second, per person, after the burst. */
  messagesPerSecond: 1,
  /** Seconds in which one `typing:start` per person is heard. */
  typingSeconds: 2,
  /** Cheap commands (enter, catch-up, page, read, presence) a second, per person. */
  readsPerSecond: 50,
  /** Searches a second, per person. */
  searchesPerSecond: 5,
  /** Private-chat invites an hour, per sender. */
  invitesPerHour: 5,
  /** Pending invites that one person may be shown. */
  pendingInvites: 5,
  /** Rooms created an hour, per address. */
  roomsPerHour: 20,
  /** Wrong room codes in ten minutes, per address. */
  wrongCodes: 30,
  /** Wrong tries a fresh join gives back to its address. */
  wrongCodesForgiven: 3,
  /** Upper bound of wrong codes a minute over all addresses; fewer when many rooms are open. */
  wrongCodesGlobal: 600,
  /** Joins a minute, per address: far above a class behind one router. */
  joinsPerMinute: 120,
  /** Open connections, per server; fewer where it may open fewer files. */
  connections: 10_000,
  /** Open sockets, per address. */
  socketsPerAddress: 500,
  /** Open sockets, per person. */
  socketsPerPerson: 10,
  /** Milliseconds without a connection before a person counts as gone. */
  presenceGraceMs: 15_000,
  /** Milliseconds without a word from another node after which whoever is there has no connection any more. */
  nodeLeaseMs: 30_000,
  /** Hours without a connection after which a guest's name may be taken by another. */
  nameHeldHours: 24,
} as const satisfies Record<string, number>

export type Limits = { readonly [K in keyof typeof DEFAULT_LIMITS]: number }
