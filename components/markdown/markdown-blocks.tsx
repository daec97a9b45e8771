import type { ReactNode } from 'react'
import { CodeBlock } from './code-block'
import { type InlineContext, MarkdownInlines } from './markdown-inlines'
import type { MarkdownBlock } from './markdown-tree'

type Props = InlineContext & {
  blocks: readonly MarkdownBlock[]
  /** What follows on the last line. */
  children?: ReactNode
}

/** Text, quotes, lists and code, one below the other. A text alone stands in its row without a box of its own. */
export function MarkdownBlocks({ blocks, children, ...context }: Props) {
  const [only] = blocks
  if (blocks.length === 1 && only?.kind === 'text') {
    return (
      <>
        <MarkdownInlines inlines={only.children} {...context} />
        {children}
      </>
    )
  }
  const last = blocks.at(-1)
  return (
    <>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name; code tells itself apart
        <Block key={at} block={block} context={context}>
          {block === last && block.kind === 'text' ? children : null}
        </Block>
      ))}
      {last?.kind === 'text' ? null : children}
    </>
  )
}

type BlockProps = { block: MarkdownBlock; context: InlineContext; children: ReactNode }

function Block({ block, context, children }: BlockProps) {
  switch (block.kind) {
    case 'text':
      return (
        <div>
          <MarkdownInlines inlines={block.children} {...context} />
          {children}
        </div>
      )
    case 'quote':
      return (
        <blockquote dir="auto">
          <MarkdownBlocks blocks={block.children} {...context} />
        </blockquote>
      )
    case 'code':
      return <CodeBlock text={block.text} language={block.language} isTabbable={context.isTabbable} />
    case 'bullets':
      return (
        <ul dir="auto">
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name
            <li key={at}>
              <MarkdownBlocks blocks={item} {...context} />
            </li>
          ))}
        </ul>
      )
    case 'numbers':
      return (
        <ol dir="auto">
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two items may carry the same number
            <li key={at} value={item.number}>
              <MarkdownBlocks blocks={item.children} {...context} />
            </li>
          ))}
        </ol>
      )
  }
}
