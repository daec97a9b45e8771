import { useT } from '../language/use-t'
import { Button } from '../ui/button'
import { useDeeds } from './deeds'

/** What the list of people says to somebody who is alone. [E63] */
export function NobodyElse() {
  const t = useT()
  const deeds = useDeeds()
  return (
    <div className="grid justify-items-start gap-3 pbs-4 text-sm text-muted">
      <p>{t('people.alone')}</p>
      <Button onClick={() => deeds.open({ kind: 'share' })}>{t('room.inviteTitle')}</Button>
    </div>
  )
}
