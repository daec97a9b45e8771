import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import type { Clock } from '../room/clock'
import { useDeeds } from '../room/deeds'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { pickMessage } from './pick-message'
import { SearchView } from './search-view'

type Props = { store: RoomStore; clock: Clock; onClose: () => void }

/** Search, beside the list on a wide screen. Esc closes it, and the focus goes back to where it was. */
export function SearchPanel({ onClose, ...rest }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const panel = useRef<HTMLElement>(null)
  const opener = useRef<Element>(null)

  useEffect(() => {
    opener.current = document.activeElement
    panel.current?.querySelector<HTMLElement>('[data-first-focus]')?.focus()
  }, [])

  function close() {
    onClose()
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
  }

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    close()
  }

  return (
    <aside
      ref={panel}
      aria-label={t('search.open')}
      className="search-panel"
      data-region="search"
      onKeyDown={closeOnEscape}
    >
      <div className="flex items-center pbe-2">
        <h2 className="grow font-display text-sm leading-none font-[650] text-muted">{t('search.open')}</h2>
        <IconButton label={t('anywhere.close')} onClick={close} className="-me-2">
          <Icon name="close" />
        </IconButton>
      </div>
      <SearchView {...rest} onPick={(id) => pickMessage(id, deeds.jumpTo)} />
    </aside>
  )
}
