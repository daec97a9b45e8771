import type { MouseEvent } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { unsentReason } from '../sentences'
import type { FailedEdit } from './row-surroundings'

type Props = { edit: FailedEdit; store: RoomStore; isTabbable: boolean }

/** Under a message whose change was refused: why, and what can be done. The message stands as it was. [E27] */
export function RowFailedEdit({ edit, store, isTabbable }: Props) {
  const t = useT()
  const why = unsentReason(t, edit.failed ?? 'internal')
  const tabIndex = isTabbable ? undefined : -1

  // The buttons go with the press: the focus must not fall off the page with them.
  function settle(event: MouseEvent, how: 'retry' | 'drop') {
    event.currentTarget.closest<HTMLElement>('[data-row]')?.focus({ preventScroll: true })
    store[how](edit.id)
  }

  return (
    <div className="unsent" data-status="failed">
      <span>{t('row.notSaved', { why })}</span>
      <button type="button" tabIndex={tabIndex} onClick={(event) => settle(event, 'retry')}>
        {t('anywhere.tryAgain')}
      </button>
      <button type="button" tabIndex={tabIndex} onClick={(event) => settle(event, 'drop')}>
        {t('row.discard')}
      </button>
    </div>
  )
}
