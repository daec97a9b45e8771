import type { Translate } from '../language/translate'

/** Who is typing, in words; empty when nobody is. [E39] */
export function typingWords(t: Translate, names: readonly string[]): string {
  if (names.length === 0) return ''
  if (names.length > 2) return t('room.typingMany')
  return t('room.typing', { count: names.length, names: t.list(names) })
}
