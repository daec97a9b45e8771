import { Fragment, type ReactNode } from 'react'
import { EVERYBODY, findMentions } from '#lib/shared/mentions'
import type { MarkdownInline } from './markdown-tree'

export type InlineContext = {
  /** Whether the links are in the tab order now. */
  isTabbable: boolean
  /** Whose names are mentions here, and which of them is the reader. */
  mentions?: { names: readonly string[]; self: string } | undefined
}

type Props = InlineContext & { inlines: readonly MarkdownInline[] }

/** Running text: marked words, code, links that say where they lead, names of people. */
export function MarkdownInlines({ inlines, ...context }: Props) {
  return inlines.map((inline, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name, and no state
    <Fragment key={at}>{drawn(inline, context)}</Fragment>
  ))
}

function drawn(inline: MarkdownInline, context: InlineContext): ReactNode {
  if (typeof inline === 'string') return withMentions(inline, context.mentions)
  if (inline.kind === 'code') return <code className="code-words">{inline.text}</code>
  if (inline.kind !== 'link') {
    const Mark = inline.kind
    return (
      <Mark>
        <MarkdownInlines inlines={inline.children} {...context} />
      </Mark>
    )
  }
  return (
    <>
      <a
        href={inline.href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        tabIndex={context.isTabbable ? undefined : -1}
        className="text-primary-text underline underline-offset-2"
      >
        <MarkdownInlines inlines={inline.children} isTabbable={context.isTabbable} />
      </a>
      {inline.host === undefined ? null : <bdi className="text-subtle"> ({inline.host})</bdi>}
    </>
  )
}

function withMentions(text: string, mentions: InlineContext['mentions']): ReactNode {
  if (!mentions || !text.includes('@')) return text
  const parts: ReactNode[] = []
  let end = 0
  for (const mention of findMentions(text, mentions.names)) {
    const isSelf = mention.name === mentions.self || mention.name === EVERYBODY
    parts.push(
      text.slice(end, mention.start),
      <bdi key={mention.start} className="mention" data-self={isSelf ? '' : undefined}>
        {text.slice(mention.start, mention.end)}
      </bdi>,
    )
    end = mention.end
  }
  return [...parts, text.slice(end)]
}
