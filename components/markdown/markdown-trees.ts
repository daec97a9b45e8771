// The trees of messages as rows draw them. The library that reads markup is fetched after the page is on the screen;
// what the page itself shows was read on the server and comes with it.
import { useSyncExternalStore } from 'react'
import type { MessageId } from '#lib/shared/ids'
import type { Message } from '#lib/shared/model'
import type { MarkdownBlock } from './markdown-tree'
import { hasMarkup, plainTree } from './plain-tree'

/** Trees by message, for those of a page that have markup. */
export type Trees = Readonly<Record<MessageId, MarkdownBlock[]>>

type Read = (body: string) => MarkdownBlock[]

/** More bodies than this are not kept; a page holds 300 rows. */
const MOST_KEPT = 800

const kept = new Map<string, MarkdownBlock[]>()
/** Drawn as plain text until the reader has come. */
const unread = new Set<string>()
const listeners = new Set<() => void>()
let read: Read | undefined
let loading: Promise<void> | undefined

function keep(body: string, tree: MarkdownBlock[]): MarkdownBlock[] {
  const oldest = kept.keys().next().value
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(body, tree)
  return tree
}

/** Takes over what the server has read. */
export function seedTrees(messages: readonly Message[], trees: Trees): void {
  for (const { id, body } of messages) {
    const tree = trees[id]
    if (tree && !kept.has(body)) keep(body, tree)
  }
}

/** The tree of a text; the same one for the same text until the reader has come. */
export function treeOf(body: string): MarkdownBlock[] {
  const known = kept.get(body)
  if (known) return known
  if (!hasMarkup(body)) return keep(body, plainTree(body))
  if (read) return keep(body, read(body))
  unread.add(body)
  return keep(body, plainTree(body))
}

/** Fetches the reader, once; what was drawn without it is drawn again. Where that fails the next call tries again. */
export function loadReader(): Promise<void> {
  loading ??= import('./parse-markdown').then(
    ({ parseMarkdown }) => {
      read = parseMarkdown
      for (const body of unread) kept.delete(body)
      unread.clear()
      for (const listener of listeners) listener()
    },
    () => {
      loading = undefined
    },
  )
  return loading
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A message's text as a tree. */
export function useMarkdown(body: string): MarkdownBlock[] {
  const tree = (): MarkdownBlock[] => treeOf(body)
  return useSyncExternalStore(subscribe, tree, tree)
}
