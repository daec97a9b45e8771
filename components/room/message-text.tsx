import type { ReactNode } from 'react'
import { isLongBody } from '../markdown/is-long-body'
import { LongBody } from '../markdown/long-body'
import { MarkdownBlocks } from '../markdown/markdown-blocks'
import type { InlineContext } from '../markdown/markdown-inlines'
import { useMarkdown } from '../markdown/markdown-trees'

const ONLY_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,8}$/v

type Props = InlineContext & {
  id: string
  body: string
  /** What follows the text on its last line. */
  children: ReactNode
}

/** The text of a message: marked up, with safe links, large where it is emoji only, folded where it is long. */
export function MessageText({ id, body, isTabbable, mentions, children }: Props) {
  const tree = useMarkdown(body)
  const blocks = (
    <MarkdownBlocks blocks={tree} isTabbable={isTabbable} mentions={mentions}>
      {children}
    </MarkdownBlocks>
  )
  return (
    <div id={id} dir="auto" className="row-body" data-large={ONLY_EMOJI.test(body) ? '' : undefined}>
      {isLongBody(body) ? <LongBody isTabbable={isTabbable}>{blocks}</LongBody> : blocks}
    </div>
  )
}
