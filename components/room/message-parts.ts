// Splits the text of a message into plain text and links that are safe to press. Own and small, since the usual library
// alone would take a third of what the room may add to the page; the tests hold it to the same cases.

export type MessagePart =
  | { kind: 'text'; text: string }
  /** `host` is set when what the text shows and where it leads may look alike without being the same. */
  | { kind: 'link'; text: string; href: string; host?: string }

// A scheme we allow or "www." and what may follow; or an address for mail. "notes.md" is no link. The bound on the
// part before the @ (RFC 5321, section 4.5.3.1.1) keeps long words from being read again and again.
const CANDIDATE =
  /(?<![\p{L}\p{N}_@])(?:(?:https?:\/\/|mailto:|www\.)[^\s\p{C}<>"`{}|\\^、。，！？；：「」『』【】（）《》“”«»]+|[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,63})/giu

const LEADING = new RegExp(`^(?:${CANDIDATE.source})`, 'iu')

const ALLOWED = new Set(['http:', 'https:', 'mailto:'])
const OPENING: Record<string, string> = { ')': '(', ']': '[' }

// What cannot stand in a host and so ends the link there: "https://a.example,https://b.example".
const AFTER_HOST = /^((?:https?:\/\/|www\.)[^/?#]*?)[',;!*()].*$/isu

/** How many more closing than opening brackets of a kind a text has. */
function surplus(text: string, closing: string, opening: string): number {
  return text.split(closing).length - text.split(opening).length
}

/** Where the link ends: punctuation and brackets that belong to the sentence around it are left out. */
function trimEnd(candidate: string): string {
  const text = candidate.replace(AFTER_HOST, '$1')
  const loose = new Map(Object.entries(OPENING).map(([closing, opening]) => [closing, surplus(text, closing, opening)]))
  let end = text.length
  for (; end > 0; end -= 1) {
    const last = text[end - 1] ?? ''
    const more = loose.get(last)
    if (more === undefined ? !/[.,;:!?'’…*_~]/u.test(last) : more <= 0) break
    if (more !== undefined) loose.set(last, more - 1)
  }
  return text.slice(0, end)
}

function withScheme(text: string): string {
  if (/^www\./i.test(text)) return `http://${text}`
  return /^(?:https?|mailto):/i.test(text) ? text : `mailto:${text}`
}

/** Where a link may lead, or `undefined` when it may not be one. `host` as in `MessagePart`. */
export function targetOf(text: string): { href: string; host?: string } | undefined {
  const url = withScheme(text)
  if (!URL.canParse(url)) return undefined
  const { protocol, username, password, hostname, pathname, href } = new URL(url)
  if (!ALLOWED.has(protocol)) return undefined
  if (protocol === 'mailto:') return pathname.includes('@') ? { href } : undefined
  // "https://bank.example@evil.example" reads as the bank and leads elsewhere.
  if (username !== '' || password !== '') return undefined
  // The browser writes a host with letters beyond ASCII as punycode: look-alike letters show up there.
  return /(?:^|\.)xn--/.test(hostname) ? { href, host: hostname } : { href }
}

const USUAL_LINK = 2_048

/** The link that a text begins with, as typed. Looked for in the first part only, unless the link goes on after it. */
export function leadingLink(text: string): string | undefined {
  const link = leadingIn(text.slice(0, USUAL_LINK))
  return link === undefined || link.length < USUAL_LINK / 2 ? link : leadingIn(text)
}

function leadingIn(text: string): string | undefined {
  const candidate = LEADING.exec(text)?.[0]
  const link = candidate === undefined ? '' : trimEnd(candidate)
  return link !== '' && targetOf(link) ? link : undefined
}

/** The parts of `body`, in order; joined, their texts are the body again. */
export function messageParts(body: string): MessagePart[] {
  const parts: MessagePart[] = []
  let end = 0
  for (const match of body.matchAll(CANDIDATE)) {
    const text = trimEnd(match[0])
    const target = targetOf(text)
    if (!target) continue
    if (match.index > end) parts.push({ kind: 'text', text: body.slice(end, match.index) })
    parts.push({ kind: 'link', text, ...target })
    end = match.index + text.length
  }
  if (end < body.length) parts.push({ kind: 'text', text: body.slice(end) })
  return parts
}
