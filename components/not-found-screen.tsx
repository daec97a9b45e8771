import type { Translate } from './language/translate'
import { ProblemScreen } from './problem-screen'
import { ButtonLink } from './ui/button-link'

/** For an unknown room, an unknown page and a private chat of others alike: nobody learns which it was. */
export function NotFoundScreen({ t }: { t: Translate }) {
  return (
    <ProblemScreen title={t('page.notFoundTitle')} sentence={t('page.notFound')}>
      <ButtonLink href="/join" look="primary">
        {t('anywhere.enterCode')}
      </ButtonLink>
    </ProblemScreen>
  )
}
