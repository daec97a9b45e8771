import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { messageParts, targetOf } from '../room/message-parts'
import { ChatTokenizer } from './chat-tokenizer'
import type { MarkdownBlock, MarkdownInline } from './markdown-tree'

/** Rows are drawn again and again; a few hundred bodies are what a room keeps in the page. */
const MOST_KEPT = 400
const kept = new Map<string, MarkdownBlock[]>()

/** A message's markup as a tree of what is allowed. Nothing typed is lost: what is no markup here stays text. */
export function parseMarkdown(body: string): MarkdownBlock[] {
  const known = kept.get(body)
  if (known) return known
  const tree = read(body)
  const oldest = kept.keys().next().value
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(body, tree)
  return tree
}

function read(body: string): MarkdownBlock[] {
  try {
    const tokenizer = new ChatTokenizer()
    const lexer = new Lexer({ gfm: true, tokenizer })
    tokenizer.narrowed()
    return blocksOf(lexer.lex(body))
  } catch {
    // marked throws where it finds itself in a loop: the text is still there to be read.
    return [{ kind: 'text', children: withLinks(body) }]
  }
}

/** Paragraphs and the empty lines between them are one text, as typed; other blocks stand between texts. */
function blocksOf(tokens: Token[]): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = []
  let text: MarkdownInline[] = []
  const endText = () => {
    const children = trimLines(text)
    if (children.length > 0) blocks.push({ kind: 'text', children })
    text = []
  }
  for (const token of tokens) {
    const block = isKnown(token) ? blockOf(token) : undefined
    if (block) {
      endText()
      blocks.push(block)
    } else {
      text.push(...textOf(token))
    }
  }
  endText()
  return blocks
}

function blockOf(token: MarkedToken): MarkdownBlock | undefined {
  switch (token.type) {
    case 'blockquote':
      return { kind: 'quote', children: blocksOf(token.tokens) }
    case 'code':
      return { kind: 'code', language: token.lang ?? '', text: token.text }
    case 'list':
      return listOf(token)
    default:
      return undefined
  }
}

function listOf({ ordered, items }: Tokens.List): MarkdownBlock {
  if (!ordered) return { kind: 'bullets', items: items.map((item) => blocksOf(item.tokens)) }
  return {
    kind: 'numbers',
    items: items.map(({ raw, tokens }) => ({ number: Number.parseInt(raw, 10), children: blocksOf(tokens) })),
  }
}

/** A block that is only text: its lines, and the line breaks that end it. */
function textOf(token: Token): MarkdownInline[] {
  if (!isKnown(token) || !('tokens' in token) || token.tokens === undefined) return [token.raw]
  return [...inlinesOf(token.tokens, 'body'), /\n*$/.exec(token.raw)?.[0] ?? '']
}

function inlinesOf(tokens: Token[], place: 'body' | 'link'): MarkdownInline[] {
  return joined(tokens.flatMap((token) => inlineOf(token, place)))
}

function inlineOf(token: Token, place: 'body' | 'link'): MarkdownInline[] {
  if (!isKnown(token)) return [token.raw]
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return [{ kind: token.type, children: inlinesOf(token.tokens, place) }]
    case 'codespan':
      return [{ kind: 'code', text: token.text }]
    case 'escape':
      return [token.text]
    case 'text':
      return place === 'link' ? [token.raw] : withLinks(token.raw)
    case 'link':
      return linkOf(token)
    default:
      return [token.raw]
  }
}

function linkOf({ href: typed, raw, tokens, autolink }: Tokens.Link): MarkdownInline[] {
  const target = targetOf(typed)
  if (!target) return withLinks(raw)
  if (autolink) return [{ kind: 'link', ...target, children: [raw] }]
  const children = inlinesOf(tokens, 'link')
  if (targetOf(wordsOf(children))?.href === target.href) return [{ kind: 'link', ...target, children }]
  const { protocol, hostname, pathname } = new URL(target.href)
  return [{ kind: 'link', href: target.href, host: protocol === 'mailto:' ? pathname : hostname, children }]
}

function withLinks(text: string): MarkdownInline[] {
  return messageParts(text).map((part) => {
    if (part.kind === 'text') return part.text
    const { kind, text: words, ...target } = part
    return { kind, ...target, children: [words] }
  })
}

function wordsOf(inlines: MarkdownInline[]): string {
  return inlines
    .map((inline) => (typeof inline === 'string' ? inline : 'text' in inline ? inline.text : wordsOf(inline.children)))
    .join('')
}

/** Neighbouring strings as one, so that a name or a word is not cut in two. */
function joined(inlines: MarkdownInline[]): MarkdownInline[] {
  const out: MarkdownInline[] = []
  for (const inline of inlines) {
    const last = out.at(-1)
    if (inline === '') continue
    if (typeof inline === 'string' && typeof last === 'string') out[out.length - 1] = last + inline
    else out.push(inline)
  }
  return out
}

/** Line breaks next to a block would show as an empty line more. */
function trimLines(inlines: MarkdownInline[]): MarkdownInline[] {
  const all = joined(inlines)
  const [first] = all
  if (typeof first === 'string') all[0] = first.replace(/^(?:[ \t]*\n)+/, '')
  const last = all.at(-1)
  if (typeof last === 'string') all[all.length - 1] = last.trimEnd()
  return all.filter((inline) => inline !== '')
}

const KNOWN = new Set(['blockquote', 'code', 'codespan', 'del', 'em', 'escape', 'link', 'list', 'paragraph'])
KNOWN.add('space').add('strong').add('text').add('checkbox')

function isKnown(token: Token): token is MarkedToken {
  return KNOWN.has(token.type)
}
