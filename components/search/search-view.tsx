import { type KeyboardEvent, useId, useRef } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import type { MessageId } from '#lib/shared/ids'
import { SIZES } from '#lib/shared/limits'
import { useT } from '../language/use-t'
import type { Clock } from '../room/clock'
import { refusalSentence } from '../sentences'
import { Button } from '../ui/button'
import { SearchResult } from './search-result'
import { type Search, useSearch } from './use-search'

type Props = { store: RoomStore; clock: Clock; onPick: (id: MessageId) => void }

/** A field, and the messages of the room that have all its words, the newest first. [E50] */
export function SearchView({ store, clock, onPick }: Props) {
  const t = useT()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const { query, search, type, retry, loadMore } = useSearch(store)

  function clear() {
    type('')
    field.current?.focus()
  }

  /** From the field down into the results, and among them. */
  function move(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const stops = [field.current, ...(list.current?.querySelectorAll<HTMLElement>('.search-result') ?? [])]
    const now = stops.findIndex((stop) => stop?.matches(':focus'))
    const next = stops[now + (event.key === 'ArrowDown' ? 1 : -1)]
    if (now === -1 || !next) return
    event.preventDefault()
    next.focus()
  }

  return (
    <search className="grid content-start gap-3" onKeyDown={move}>
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-sm font-[620]">
          {t('search.label')}
        </label>
        <input
          ref={field}
          id={id}
          type="search"
          className="search-field"
          data-first-focus=""
          aria-describedby={`${id}-hint`}
          dir="auto"
          autoComplete="off"
          enterKeyHint="search"
          maxLength={SIZES.query.graphemes}
          value={query}
          onChange={(event) => type(event.target.value)}
        />
        <p id={`${id}-hint`} className="text-xs text-subtle">
          {t('search.hint')}
        </p>
      </div>
      <p role="status" className="text-sm text-muted">
        {sentenceOf(t, search)}
      </p>
      {search.kind === 'found' && search.messages.length > 0 ? (
        <ol ref={list} className="search-results">
          {search.messages.map((message) => (
            <SearchResult
              key={message.id}
              message={message}
              query={search.query}
              clock={clock}
              onPick={() => onPick(message.id)}
            />
          ))}
        </ol>
      ) : null}
      <div className="flex gap-2 empty:hidden">
        {search.kind === 'found' && search.hasMore ? (
          <Button disabled={search.more === 'loading'} onClick={loadMore}>
            {t('search.more')}
          </Button>
        ) : null}
        {search.kind === 'found' && search.messages.length === 0 ? (
          <Button onClick={clear}>{t('search.clear')}</Button>
        ) : null}
        {search.kind === 'refused' ? <Button onClick={retry}>{t('anywhere.tryAgain')}</Button> : null}
      </div>
    </search>
  )
}

/** What the search came to, in a sentence that is also said. */
function sentenceOf(t: ReturnType<typeof useT>, search: Search): string {
  switch (search.kind) {
    case 'idle':
      return ''
    case 'asking':
      return t('search.searching')
    case 'waiting':
      return t('search.waiting')
    case 'refused':
      return refusalSentence(t, search.code, search.retryAfterMs)
    case 'found': {
      const count = search.messages.length
      if (count === 0) return t('search.none')
      return t(search.hasMore ? 'search.newestResults' : 'search.results', { count })
    }
  }
}
