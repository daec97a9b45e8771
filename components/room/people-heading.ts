import type { Translate } from '../language/translate'

/** "People, 4 of 5 online". A list that was cut in a very large room cannot say of how many. */
export function peopleHeading(t: Translate, count: number, listed: number): string {
  return count > listed ? t('people.headingMany', { count }) : t('people.heading', { count, listed })
}
