// Messages without markup, which most are: they need no library to be read.
import { messageParts } from '../room/message-parts'
import type { MarkdownBlock, MarkdownInline } from './markdown-tree'

/** Signs that may begin markup anywhere, and beginnings of a line that may make it a list or code. */
const MARKUP =
  /[*_~`>[\]\\<|#]|!\S|[^\s(](?:https?:|mailto:|www\.)|^[ \t]*(?:[-+=]|\d{1,9}[.)])|^(?: {4}| {0,3}\t)|[ \t]$|^\n|\n$/im

/** Whether a text could be more than words and links. */
export function hasMarkup(body: string): boolean {
  return MARKUP.test(body)
}

/** Text with its bare links. */
export function withLinks(text: string): MarkdownInline[] {
  return messageParts(text).map((part) => {
    if (part.kind === 'text') return part.text
    const { kind, text: words, ...target } = part
    return { kind, ...target, children: [words] }
  })
}

/** A message without markup as a tree. */
export function plainTree(body: string): MarkdownBlock[] {
  const children = withLinks(body)
  return children.length === 0 ? [] : [{ kind: 'text', children }]
}
