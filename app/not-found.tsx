import { NotFoundScreen } from '#components/not-found-screen'
import { translator } from './language/translator'

export default async function NotFound() {
  return <NotFoundScreen t={await translator()} />
}
