import { useT } from '../language/use-t'
import { waitInWords } from '../language/wait-in-words'
import { useMinute } from './use-minute'

/** How long an invite still stands: "Expires in 23 hours". */
export function Expiry({ at }: { at: number }) {
  const t = useT()
  const left = at - useMinute()
  return <small className="text-xs text-subtle">{t('privateChat.expires', { wait: waitInWords(t, left) })}</small>
}
