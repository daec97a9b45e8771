import { Tokenizer, type Tokens } from 'marked'
import { leadingLink } from '../room/message-parts'

const MOST_BLOCK_DEPTH = 6
const MOST_INLINE_DEPTH = 6
/** Each item is read as a text of its own. The lines of a list after these are a list, or text, of their own. */
const MOST_LIST_LINES = 200
const MOST_ITEMS = 600
/** Emphasis is matched by looking ahead from each mark; a text of marks alone would take seconds. */
const MOST_MARKS = 400

const MARKS = /\*+|_+|~+/g
// Only what has a meaning here can be escaped: "C:\.ssh" and "\\server" stay as typed.
const ESCAPED = /^\\([*_~`[\]])/
const NEVER = /(?!)/g
const TEXT = /^(?:`+|\[+(?=\[)|[\s\S])(?:(?!https?:|www\.)[^\\[`*_~])*/iu
const TEXT_WITH_MARKS = /^(?:`+|\[+(?=\[)|[\s\S])(?:(?!https?:|www\.)[^\\[`])*/iu
const SHRUG = '\\_(ツ)_/'
// One bracket inside another at most, and no character that two branches could take: read in one pass.
const LINK = /^\[((?:[^[\]\\`\n]|\\[^\n]|`[^`\n]*`|\[[^[\]\n]*\]){1,300})\]\(((?:[^\s()<>]|\([^\s()<>]*\)){1,2048})\)/
// The mark and a space: ">_<" and ">:(" are faces.
const QUOTE_LINE = /^>+(?:[ \t].*)?$/
const QUOTE_START = /^>+[ \t]+\S/
const ITEM_START = /^[ \t]{0,8}(?:[-*]|\d{1,9}\.)[ \t]+\S/
const FENCE_START = /^ {0,3}(?:```|~~~)/
const RULE = /^ {0,3}([-*])(?:[ \t]*\1){2,}[ \t]*$/
const IN_LIST = /^(?:[ \t]*$|[ \t]*(?:[-*]|\d{1,9}\.)(?:[ \t].*)?|(?: {2,}|\t).*\S.*)$/

const BLOCK_STARTS = [/^[ \t]*$/, FENCE_START, QUOTE_START, ITEM_START]

/** marked's reading of Markdown, narrowed to what a chat means by it. What is not on the list stays as typed. */
export class ChatTokenizer extends Tokenizer {
  #blockDepth = 0
  #inlineDepth = 0
  #items = 0
  #counted: { text: string; marks: number } = { text: '', marks: 0 }
  /** The character before the place that is read, as far as it was plain text. */
  #before = ''

  constructor() {
    super({ gfm: true })
  }

  /** marked looks for references, which there are none of here, in a way that takes long. */
  narrowed(): this {
    this.rules = { ...this.rules, inline: { ...this.rules.inline, reflinkSearch: NEVER } }
    return this
  }

  override code = none
  override heading = none
  override lheading = none
  override hr = none
  override html = none
  override def = none
  override table = none
  override tag = none
  override reflink = none
  override br = none
  override autolink = none

  override fences(src: string): Tokens.Code | undefined {
    const token = super.fences(src)
    if (!token || token.text.trim() === '') return undefined
    const fence = /^\s*([`~]+)/.exec(token.raw)?.[1] ?? ''
    if (new RegExp(`\\n {0,3}${fence}[\`~]*\\s*$`).test(token.raw)) return token
    return closedOnItsLastLine(src, fence, token) ?? token
  }

  /** Only lines that carry the mark are quoted: the next line is the answer. */
  override blockquote(src: string): Tokens.Blockquote | undefined {
    if (this.#blockDepth >= MOST_BLOCK_DEPTH || !QUOTE_START.test(src)) return undefined
    const lines = linesWhile(src, (line) => QUOTE_LINE.test(line))
    const raw = lines.join('\n')
    const text = lines.map((line) => line.replace(/^>[ \t]?/, '')).join('\n')
    const { top } = this.lexer.state
    this.lexer.state.top = true
    const tokens = this.#deeper(() => this.lexer.blockTokens(text, []))
    this.lexer.state.top = top
    return { type: 'blockquote', raw, text, tokens }
  }

  /** Only items and what is indented below them belong to a list: a line after it stands for itself. */
  override list(src: string): Tokens.List | undefined {
    if (this.#blockDepth >= MOST_BLOCK_DEPTH || this.#items >= MOST_ITEMS || !ITEM_START.test(src)) return undefined
    const lines = linesWhile(src, (line, at) => at < MOST_LIST_LINES && IN_LIST.test(line) && !RULE.test(line))
    if (lines.length === 0) return undefined
    const list = this.#deeper(() => super.list(lines.join('\n')))
    this.#items += list?.items.length ?? 0
    return list
  }

  override paragraph(src: string): Tokens.Paragraph | undefined {
    const lines = linesWhile(src, (line, at) => at === 0 || !BLOCK_STARTS.some((start) => start.test(line)))
    const text = lines.join('\n')
    return { type: 'paragraph', raw: text, text, tokens: this.lexer.inline(text) }
  }

  override escape(src: string): Tokens.Escape | undefined {
    if (src.startsWith(SHRUG)) return { type: 'escape', raw: SHRUG, text: SHRUG }
    const found = ESCAPED.exec(src)
    return found ? { type: 'escape', raw: found[0], text: found[1] ?? '' } : undefined
  }

  override link(src: string): Tokens.Link | undefined {
    if (this.lexer.state.inLink) return undefined
    const [raw, text, href] = LINK.exec(src) ?? []
    if (raw === undefined || text === undefined || href === undefined) return undefined
    this.lexer.state.inLink = true
    const tokens = this.#inside(() => this.lexer.inlineTokens(text))
    this.lexer.state.inLink = false
    return { type: 'link', raw, href, text, tokens }
  }

  override emStrong(src: string, masked: string, before?: string): Tokens.Em | Tokens.Strong | undefined {
    this.#before = before ?? ''
    if (!this.#mayNest(masked)) return undefined
    return this.#inside(() => super.emStrong(src, masked, before))
  }

  override del(src: string, masked: string, before?: string): Tokens.Del | undefined {
    if (!src.startsWith('~~') || !this.#mayNest(masked)) return undefined
    return this.#inside(() => super.del(src, masked, before))
  }

  override url(src: string): Tokens.Link | undefined {
    if (!/^(?:https?:|www\.)/i.test(src) || /[\p{L}\p{N}_@]$/u.test(this.#before)) return undefined
    const text = leadingLink(src)
    return text === undefined
      ? undefined
      : { type: 'link', raw: text, text, href: text, autolink: true, tokens: [{ type: 'text', raw: text, text }] }
  }

  /**
   * Up to the next character that may begin something. marked's own rule looks for an @ from every letter. Always called
   * after `emStrong` for the same text.
   */
  override inlineText(src: string): Tokens.Text | undefined {
    const raw = (this.#counted.marks > MOST_MARKS ? TEXT_WITH_MARKS : TEXT).exec(src)?.[0]
    return raw === undefined ? undefined : { type: 'text', raw, text: raw }
  }

  #mayNest(masked: string): boolean {
    if (this.#counted.text !== masked) this.#counted = { text: masked, marks: masked.match(MARKS)?.length ?? 0 }
    return this.#inlineDepth < MOST_INLINE_DEPTH && this.#counted.marks <= MOST_MARKS
  }

  #deeper<T>(read: () => T): T {
    this.#blockDepth += 1
    try {
      return read()
    } finally {
      this.#blockDepth -= 1
    }
  }

  #inside<T>(read: () => T): T {
    this.#inlineDepth += 1
    try {
      return read()
    } finally {
      this.#inlineDepth -= 1
    }
  }
}

function none(): undefined {
  return undefined
}

/** The first lines of a text that belong together, line by line: the rest may be long. */
function linesWhile(src: string, belongs: (line: string, at: number) => boolean): string[] {
  const lines: string[] = []
  for (let start = 0; start <= src.length; ) {
    const found = src.indexOf('\n', start)
    const end = found === -1 ? src.length : found
    const line = src.slice(start, end)
    if (!belongs(line, lines.length)) break
    lines.push(line)
    start = end + 1
  }
  return lines
}

/** "```\ncode```": many close a block at the end of its last line. marked would take all that follows as code. */
function closedOnItsLastLine(src: string, fence: string, token: Tokens.Code): Tokens.Code | undefined {
  const start = src.indexOf('\n') + 1
  const inner = src.indexOf(`${fence}\n`, start)
  const end = inner === -1 && src.trimEnd().endsWith(fence) ? src.trimEnd().length - fence.length : inner
  const text = src.slice(start, end)
  if (end <= start || text.trim() === '') return undefined
  return { ...token, raw: src.slice(0, end + fence.length), text }
}
