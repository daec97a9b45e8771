// What arrived: which messages a frame carries and when they were sent. A frame that went to a whole room is read once;
// for the sockets after the first only its numbers are looked at.

/** A message's send time in microseconds begins its text. */
export type Arrival = { since: number; upto: number; sentAt: Float64Array }

const ADVANCED = '42["room:advanced",{"roomId":"'
const ID_LENGTH = 22
const SINCE_AT = ADVANCED.length + ID_LENGTH + '","since":'.length
const UPTO = ',"upto":'.length
const RELAYED = '42["message",{"body":"'
const ZERO = 48
const KEPT = 400

export type Room = { id: string; known: Map<number, Arrival> }

export function createRoomScreen(id: string): Room {
  return { id, known: new Map() }
}

/** True for an event that tells of changes of a room's log. */
export function isAdvance(bytes: Buffer, start: number, end: number): boolean {
  // 42["room:advanced": its tenth letter tells it from the other events of a room.
  return end - start > SINCE_AT && bytes[start + 9] === 97 && bytes[start + 4] === 114
}

/** What an advance says, where it is of the room. */
export function readAdvance(room: Room, bytes: Buffer, start: number, end: number): Arrival {
  let at = start + SINCE_AT
  let since = 0
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) since = since * 10 + digit
  at += UPTO
  let upto = 0
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) upto = upto * 10 + digit
  const known = room.known.get(upto)
  if (known !== undefined && known.since === since) return known
  const [, advance] = JSON.parse(bytes.toString('utf8', start + 2, end))
  const read = toArrival(advance)
  if (read.since !== since || read.upto !== upto) throw new Error('An advance is not laid out as this reader expects.')
  room.known.set(upto, read)
  if (room.known.size > KEPT) {
    const [oldest] = room.known.keys()
    if (oldest !== undefined) room.known.delete(oldest)
  }
  return read
}

type Advanced = { since: number; upto: number; messages: { body: string }[] }

export function toArrival({ since, upto, messages }: Advanced): Arrival {
  return { since, upto, sentAt: Float64Array.from(messages, ({ body }) => Number.parseInt(body, 10)) }
}

/** When the message of a relayed frame was sent, or -1 for another frame. */
export function readRelayed(bytes: Buffer, start: number, end: number): number {
  if (end - start < RELAYED.length || bytes[start + 4] !== 109) return -1
  let at = start + RELAYED.length
  let sentAt = 0
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) sentAt = sentAt * 10 + digit
  return sentAt
}

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO
  return digit >= 0 && digit <= 9 ? digit : -1
}
