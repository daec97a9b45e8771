import type { Translate } from './translate'

/** "Ada and Teo", "Ada, Teo and Mina", "Ada, Teo and 4 others". */
export function namesInWords(t: Translate, names: readonly string[]): string {
  if (names.length <= 3) return t.list(names)
  return t.list([...names.slice(0, 2), t('anywhere.others', { count: names.length - 2 })])
}
