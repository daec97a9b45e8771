import { askToNotify, useNotifyState } from '#lib/client/notifications'
import { useT } from '../language/use-t'
import { Button } from '../ui/button'

const SENTENCES = {
  granted: 'preferences.notifyOn',
  denied: 'preferences.notifyDenied',
  missing: 'preferences.notifyNever',
  default: 'preferences.notifyWhy',
} as const

/** Whether the browser may notify, what that does, and the button that asks for it. Nothing else ever asks. [E57] */
export function NotificationSetting() {
  const t = useT()
  const state = useNotifyState()
  return (
    <section className="preference">
      <h3 className="preference-title">{t('preferences.notifications')}</h3>
      <p className="text-sm text-muted" role="status">
        {t(SENTENCES[state])}
      </p>
      {state === 'default' ? (
        <div className="pbs-2">
          <Button onClick={() => void askToNotify()}>{t('preferences.notifyAsk')}</Button>
        </div>
      ) : null}
    </section>
  )
}
