// Identifiers: random, branded, made where they are needed. No id is ever built from a name or a clock.

declare const brand: unique symbol
type Brand<T, B extends string> = T & { readonly [brand]: B }

export type UserId = Brand<string, 'UserId'>
export type RoomId = Brand<string, 'RoomId'>
export type MessageId = Brand<string, 'MessageId'>
export type InviteId = Brand<string, 'InviteId'>
export type SessionId = Brand<string, 'SessionId'>
export type ClientMessageId = Brand<string, 'ClientMessageId'>
/** `XXXX-XXXX` in Crockford base32, or the word `lobby`. */
export type RoomCode = Brand<string, 'RoomCode'>

const ID_PATTERN = /^[A-Za-z0-9_-]{22}$/
const CLIENT_MESSAGE_ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Crockford's alphabet: digits and capital letters without I, L, O and U (https://www.crockford.com/base32.html). */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 8

export const LOBBY_CODE = 'lobby' as RoomCode

// getRandomValues and not randomUUID: browsers offer the latter only on https or localhost, and a phone on the LAN has neither.
function drawBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count))
}

/** Drawn in stock: drawing costs far more than the bytes do. Each byte is given out once. */
const stock = new Uint8Array(1_024)
let given = stock.length

function randomBytes(count: number): Uint8Array {
  if (given + count > stock.length) {
    crypto.getRandomValues(stock)
    given = 0
  }
  given += count
  return stock.slice(given - count, given)
}

/** A fresh id of 128 random bits, 22 characters of base64url. */
export function createId<T extends string>(): T {
  return toId(randomBytes(16))
}

/**
 * A fresh id of a message: 48 bits of the time and 80 random ones, as in a UUID version 7 (RFC 9562), 22 characters of
 * base64url. Messages written together stand together in the indexes of the database, which then writes fewer pages;
 * nothing is ordered by it, and the time is no secret of a message's.
 * @param now milliseconds
 */
export function createMessageId(now: number): MessageId {
  return toId(timedBytes(now))
}

/** Sixteen bytes: 48 bits of the time, milliseconds, and 80 random ones. */
function timedBytes(now: number): Uint8Array {
  const bytes = randomBytes(16)
  let rest = Math.floor(now)
  for (let at = TIME_BYTES - 1; at >= 0; at--) {
    bytes[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return bytes
}

const TIME_BYTES = 6

/** The alphabet of base64url (RFC 4648, section 5). */
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Letter by letter: a message costs one, and the platform's own `btoa` has other letters and a filling to take off. */
function toId<T extends string>(bytes: Uint8Array): T {
  let id = ''
  let [held, bits] = [0, 0]
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    for (bits += 8; bits >= 6; bits -= 6) id += BASE64URL[(held >> (bits - 6)) & 63]
  }
  return (bits === 0 ? id : id + BASE64URL[(held << (6 - bits)) & 63]) as T
}

export function isId(value: string): boolean {
  return ID_PATTERN.test(value)
}

/**
 * A UUID version 7 (RFC 9562), minted by the client once per message, however often it is sent. Its time is for the
 * index of such ids only, in which what is written together then stands together; a clock that is wrong does no harm.
 */
export function createClientMessageId(now = Date.now()): ClientMessageId {
  const bytes = timedBytes(now)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as ClientMessageId
}

export function isClientMessageId(value: string): boolean {
  return CLIENT_MESSAGE_ID_PATTERN.test(value)
}

/** A fresh room code of 40 random bits. A byte holds 8 times 32 values, so the low five bits are unbiased. */
export function createRoomCode(): RoomCode {
  const letters = Array.from(drawBytes(CODE_LENGTH), (byte) => CROCKFORD[byte & 31]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}` as RoomCode
}

/**
 * The room code a person meant: any case, spaces and dashes anywhere or nowhere, O read as 0, I and L as 1.
 * `undefined` when it cannot be a code. The word `lobby` is matched first.
 */
export function parseRoomCode(input: string): RoomCode | undefined {
  const typed = input.trim()
  if (typed.toLowerCase() === LOBBY_CODE) return LOBBY_CODE
  const letters = typed
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015\u2212]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  if (letters.length !== CODE_LENGTH) return undefined
  for (const letter of letters) if (!CROCKFORD.includes(letter)) return undefined
  return `${letters.slice(0, 4)}-${letters.slice(4)}` as RoomCode
}
