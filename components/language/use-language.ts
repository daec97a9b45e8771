import { use } from 'react'
import { type Language, LanguageContext } from './language-provider'

/** Which language the page is in, and which way it runs. */
export function useLanguage(): Language {
  const language = use(LanguageContext)
  if (!language) throw new Error('Stands outside the LanguageProvider.')
  return language
}
