import { useT } from '../language/use-t'
import { Banner } from './banner'

/** Says that the room can be read and not written to, and what becomes of what was written. */
export function StorageBanner() {
  const t = useT()
  return <Banner isAlarming>{t('connection.storageFull')}</Banner>
}
