// Apart from what the browser needs too, so that no page carries them.

/** How much there is of what, at most, where only servers have to know. */
export const SERVER_SIZES = {
  /** Who was away for more changes than this begins anew. */
  catchUpResetAfter: 1_000,
  /** Changes in one transaction. */
  commitBatch: 128,
  membersListed: 500,
  /** People in one change of presence. */
  presenceTold: 200,
  searchHits: 20,
  roomsListed: 100,
  silencesKept: 500,
  roomsPerSocket: 50,
  /** More than this waiting for one connection, and it is cut. */
  bufferedPackets: 500,
  bufferedBytes: 1024 * 1024,
} as const
