import type { MarkdownBlock, MarkdownInline } from '../markdown/markdown-tree'
import { parseMarkdown } from '../markdown/parse-markdown'

/** A message as one line of text: its words without the signs of its markup. */
export function plainText(body: string): string {
  return parseMarkdown(body).map(textOfBlock).join(' ').replace(/\s+/gu, ' ').trim()
}

function textOfBlock(block: MarkdownBlock): string {
  switch (block.kind) {
    case 'text':
      return block.children.map(textOfInline).join('')
    case 'quote':
      return block.children.map(textOfBlock).join(' ')
    case 'code':
      return block.text
    case 'bullets':
      return block.items.map((item) => item.map(textOfBlock).join(' ')).join(' ')
    case 'numbers':
      return block.items.map(({ children }) => children.map(textOfBlock).join(' ')).join(' ')
  }
}

function textOfInline(inline: MarkdownInline): string {
  if (typeof inline === 'string') return inline
  return 'text' in inline ? inline.text : inline.children.map(textOfInline).join('')
}
