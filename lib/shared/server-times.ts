// Apart from what the browser needs too, so that no page carries them.

/** Durations in milliseconds that are part of how a server behaves, not of what an operator tunes. */
export const SERVER_TIMES = {
  headsEvery: 10_000,
  /** Two commits begin so far apart, less where there is time on the process's hands, more where they take long. */
  commitsApart: 8,
  commitsApartAtEase: 1,
  commitsApartAtMost: 20,
  /** How long words of a new message may wait for company on their way into SQLite's index. */
  wordsIndexedAfter: 1_000,
  /** Two advances of one room are this far apart, further where the process has much to do, and where it has too much. */
  advancesApart: 10,
  advancesApartAtMost: 40,
  advancesApartWhenFull: 50,
  /** Two questions of one kind about a crowd that comes begin so far apart, unless very many wait. */
  lookupsApart: 10,
  presenceEvery: 1_000,
  /** Members hear at most so often what was posted in a room, with an advance where one goes out soon enough. */
  stirredEvery: 1_000,
  stirredAtLatest: 1_300,
  typingShown: 6_000,
  inviteLives: 24 * 3_600_000,
  sessionIdle: 14 * 24 * 3_600_000,
  sessionAbsolute: 90 * 24 * 3_600_000,
  drainWithin: 10_000,
  drainSpread: 5_000,
  /** How long a server that closes waits for connections to close properly. */
  closePatience: 2_000,
  /** How long a handshake waits for its turn, and when one whose turn did not come may ask again. */
  admissionWait: 2_000,
  admissionRetry: 2_000,
  seenNotedEvery: 1_000,
  /** How often a node says that it lives, and how everybody on it stands. */
  beatEvery: 2_000,
  placesToldEvery: 10_000,
  /** How long it is believed that who hears a room is its member, and how often everybody is asked about. */
  standingLasts: 5_000,
  standingAskedEvery: 4_000,
  /** How often rows are asked while other nodes cannot be heard, and for how long after. */
  rowsAskedEvery: 1_000,
  rowsAskedAfter: 10_000,
  buffersSweptEvery: 1_000,
  /** Not one byte taken for so long while something waits, and a connection is cut. */
  stalledAfter: 8_000,
  /** Less than `ackTimeout`: who waits is told why. */
  busyRetryFor: 4_500,
  databaseAskedEvery: 5_000,
  ticket: 60_000,
} as const
