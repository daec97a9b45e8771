import type { Translate } from './translate'
import { useLanguage } from './use-language'

/** The sentences: `const t = useT()`, then `t('join.submit')`. */
export function useT(): Translate {
  return useLanguage().t
}
