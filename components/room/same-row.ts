import type { Quote, Row } from './group-rows'

function isSameQuote(a: Quote | undefined, b: Quote | undefined): boolean {
  if (!a || !b) return a === b
  if (a.id !== b.id) return false
  if (a.kind === 'unknown' || b.kind === 'unknown') return a.kind === b.kind
  return a.author.name === b.author.name && a.text === b.text && a.isDeleted === b.isDeleted
}

/** Whether two rows would look the same. Rows are made anew with every change of the room, messages are not. */
export function isSameRow(a: Row, b: Row): boolean {
  if (a === b) return true
  if (a.key !== b.key) return false
  if (a.kind === 'message' && b.kind === 'message')
    return a.message === b.message && a.isFirst === b.isFirst && isSameQuote(a.quote, b.quote)
  if (a.kind === 'outgoing' && b.kind === 'outgoing')
    return a.outgoing === b.outgoing && a.isFirst === b.isFirst && isSameQuote(a.quote, b.quote)
  return false
}
