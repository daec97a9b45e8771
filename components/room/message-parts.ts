// Splits the text of a message into plain text and links that are safe to press.
import { LinkifyIt } from 'linkify-it'

export type MessagePart =
  | { kind: 'text'; text: string }
  /** `host` is set when what the text shows and where it leads may look alike without being the same. */
  | { kind: 'link'; text: string; href: string; host?: string }

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false, urlAuth: false })
linkify.add('ftp:', null).add('//', null)

const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

type Target = { href: string; host?: string }

function targetOf(url: string): Target | undefined {
  if (!URL.canParse(url)) return undefined
  const parsed = new URL(url)
  if (!ALLOWED.has(parsed.protocol)) return undefined
  // "https://bank.example@evil.example" reads as the bank and leads elsewhere.
  if (parsed.username !== '' || parsed.password !== '') return undefined
  // The browser writes a host with letters beyond ASCII as punycode: look-alike letters show up there.
  if (/(^|\.)xn--/.test(parsed.hostname)) return { href: parsed.href, host: parsed.hostname }
  return { href: parsed.href }
}

/** Links only what has a scheme, is an address for mail or starts with "www.": "notes.md" stays text. */
function isMeantAsLink(match: { schema: string; raw: string }): boolean {
  return match.schema !== '' || /^www\./i.test(match.raw)
}

/** The parts of `body`, in order; joined, their texts are the body again. */
export function messageParts(body: string): MessagePart[] {
  const parts: MessagePart[] = []
  let end = 0
  for (const match of linkify.match(body) ?? []) {
    if (!isMeantAsLink(match)) continue
    const target = targetOf(match.url)
    if (!target) continue
    if (match.index > end) parts.push({ kind: 'text', text: body.slice(end, match.index) })
    parts.push({ kind: 'link', text: body.slice(match.index, match.lastIndex), ...target })
    end = match.lastIndex
  }
  if (end < body.length) parts.push({ kind: 'text', text: body.slice(end) })
  return parts
}
