import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import type { ListedRoom } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { useDeeds } from '../room/deeds'
import { AppLink } from '../ui/app-link'
import { Dialog } from '../ui/dialog'
import { findRooms } from './find-rooms'
import { SwitcherOption } from './switcher-option'

type Props = {
  rooms: readonly ListedRoom[]
  currentId: string
  onClose: () => void
}

/** Goes to a room by its name: a field, and below it the rooms that have what is typed in their name. [E74] */
export function RoomSwitcher({ rooms, currentId, onClose }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const listId = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = findRooms(rooms, query, currentId)
  // A room may leave the list while it is open.
  const active = found[Math.min(at, found.length - 1)]
  const optionId = (listed: ListedRoom) => `${listId}-${listed.room.id}`
  const activeId = active && optionId(active)

  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  function open({ room }: ListedRoom) {
    onClose()
    deeds.openRoom(room)
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, its own arrows and Enter come by here.
    if (event.nativeEvent.isComposing) return
    const place = active ? found.indexOf(active) : 0
    const places: Record<string, number> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1 + found.length,
    }
    const next = places[event.key]
    if (next !== undefined && found.length > 0) setAt(next % found.length)
    else if (event.key === 'Enter' && active) open(active)
    else return
    event.preventDefault()
  }

  return (
    <Dialog title={t('rail.switchTitle')} onClose={onClose}>
      <div className="grid gap-2">
        <input
          role="combobox"
          data-first-focus=""
          className="switcher-field"
          aria-label={t('rail.switchLabel')}
          aria-controls={listId}
          aria-expanded={found.length > 0}
          aria-autocomplete="list"
          aria-activedescendant={activeId}
          aria-describedby={`${listId}-hint`}
          placeholder={t('rail.switchLabel')}
          dir="auto"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <p id={`${listId}-hint`} className="switcher-hint">
          {t('rail.switchHint')}
        </p>
        <div id={listId} role="listbox" aria-label={t('rail.label')} className="grid gap-0.5">
          {found.map((listed) => (
            <SwitcherOption
              key={listed.room.id}
              id={optionId(listed)}
              listed={listed}
              isActive={listed === active}
              isCurrent={listed.room.id === currentId}
              onPick={() => open(listed)}
            />
          ))}
        </div>
        <p role="status" className="text-muted">
          {found.length === 0 ? t('rail.switchNone') : ''}
        </p>
        {found.length === 0 ? (
          <AppLink href="/join" className="rail-more">
            {t('rail.another')}
          </AppLink>
        ) : null}
      </div>
    </Dialog>
  )
}
