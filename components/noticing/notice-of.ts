// What of a stir in a room is worth a notice to this person. Pure.
import type { UserId } from '#lib/shared/ids'
import type { ListedRoom, Silence, Stirred } from '#lib/shared/model'

/** `last` is how the last message begins, unless whoever wrote it is muted or blocked. */
export type Notice = {
  kind: 'message' | 'mention' | 'private'
  count: number
  last?: Stirred['last']
}

type Reader = { selfId: UserId; silences: readonly Silence[] }

/** Nothing for what is read, for one's own, for the muted and blocked, and for what the room's level leaves out. */
export function noticeOf(stir: Stirred, listed: ListedRoom, { selfId, silences }: Reader): Notice | undefined {
  if (stir.upto <= listed.readSeq) return undefined
  const silent = new Set<UserId>(silences.map(({ userId }) => userId))
  const heard = stir.posts.filter(({ userId }) => userId !== selfId && !silent.has(userId))
  const count = heard.reduce((sum, post) => sum + post.count, 0)
  if (count === 0) return undefined
  const { author } = stir.last
  const known = author.id === selfId || silent.has(author.id) ? {} : { last: stir.last }
  // A private chat is always told of: who is too much there can be muted.
  if (listed.room.kind === 'private') return { kind: 'private', count, ...known }
  const isMention = stir.namesAll === true || stir.mentioned.includes(selfId)
  if (listed.level === 'nothing' || (listed.level === 'mentions' && !isMention)) return undefined
  return { kind: isMention ? 'mention' : 'message', count, ...known }
}
