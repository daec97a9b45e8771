import type { Reaction } from '#lib/shared/model'
import { namesInWords } from '../language/names-in-words'
import type { Translate } from '../language/translate'

/** More names than these are counted. */
const MOST_NAMES = 20

/** Who reacted, oneself first: "You, Ada and 3 others". Who is not known here by name is one of the others. */
export function reactionNames(
  t: Translate,
  { userIds }: Reaction,
  selfId: string,
  nameOf: (userId: string) => string | undefined,
): string {
  const isOwn = userIds.some((userId) => userId === selfId)
  const known = userIds.flatMap((userId) => (userId === selfId ? [] : (nameOf(userId) ?? [])))
  const names = [...(isOwn ? [t('row.you')] : []), ...known].slice(0, MOST_NAMES)
  const others = userIds.length - names.length
  if (names.length === 0) return namesInWords(t, [t('anywhere.others', { count: others })])
  return t.list(others === 0 ? names : [...names, t('anywhere.others', { count: others })])
}
