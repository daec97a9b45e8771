import { createTranslate } from '#components/language/translate'
import { catalogueOf } from '../i18n/catalogue'

/** The English sentences, as a page in English has them. */
export const english = createTranslate('en', catalogueOf('en'))
