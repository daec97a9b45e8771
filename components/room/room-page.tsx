import type { ComponentProps } from 'react'
import type { Message } from '#lib/shared/model'
import type { Trees } from '../markdown/markdown-trees'
import { parseMarkdown } from '../markdown/parse-markdown'
import { hasMarkup } from '../markdown/plain-tree'
import { messagesOf } from './messages-of'
import { RoomShell } from './room-shell'

type Props = Omit<ComponentProps<typeof RoomShell>, 'trees'>

/**
 * A room as the server's page has it. The markup of its messages is read here, so that the browser can draw them
 * before it has fetched the library for it.
 */
export function RoomPage(props: Props) {
  return <RoomShell {...props} trees={treesOf(messagesOf(props.snapshot))} />
}

function treesOf(messages: readonly Message[]): Trees {
  const marked = messages.filter(({ body }) => hasMarkup(body))
  return Object.fromEntries(marked.map(({ id, body }) => [id, parseMarkdown(body)]))
}
