import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { EVERYBODY } from '#lib/shared/mentions'
import { useT } from '../language/use-t'
import { findSuggestionQuery, matchNames, type SuggestionQuery } from './suggestion-query'

const MOST = 8
const LIST = 'composer-suggestions'

type Suggestion = { key: string; label: string; insert: string }

type Options = {
  box: RefObject<HTMLTextAreaElement | null>
  text: string
  roster: RoomState['roster']
  store: RoomStore
  onPick: (words: string, from: number, to: number) => void
}

/** Who wrote last comes first, then the others as they are listed. */
function namesOf({ roster, store }: Pick<Options, 'roster' | 'store'>): string[] {
  const { shown, self } = store.getState()
  const here = roster.list.filter(({ userId }) => userId !== self.userId)
  const names = new Map(here.map(({ userId, name }) => [userId, name]))
  const spoke = shown.toReversed().flatMap(({ author }) => names.get(author.id) ?? [])
  return [...new Set([...spoke, ...names.values()]), EVERYBODY]
}

async function findEmoji(query: string): Promise<Suggestion[]> {
  const { findShortcodes } = await import('../emoji/shortcodes')
  const found = await findShortcodes(query)
  return found.map(({ code, emoji }) => ({ key: code, label: `${emoji} :${code}:`, insert: `${emoji} ` }))
}

/** Names after an `@` and emoji after a `:`, in a list over the message box. [E36] [E37] */
export function useSuggestions({ box, text, roster, store, onPick }: Options) {
  const t = useT()
  const [query, setQuery] = useState<SuggestionQuery>()
  const [found, setFound] = useState<readonly Suggestion[]>([])
  const [active, setActive] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed decides, not who comes meanwhile.
  useEffect(() => {
    const caret = box.current?.selectionStart ?? text.length
    const next = document.activeElement === box.current ? findSuggestionQuery(text, caret) : undefined
    setQuery(next)
    setActive(0)
    if (next?.kind === 'name') {
      const names = matchNames(namesOf({ roster, store }), next.query, MOST)
      // A name that stands there whole needs no suggestion.
      const isDone = names.length === 1 && names[0] === next.query.trimEnd()
      setFound(isDone ? [] : names.map((name) => ({ key: name, label: `@${name}`, insert: `@${name} ` })))
      return
    }
    setFound([])
    if (next === undefined) return
    let isLate = false
    void findEmoji(next.query).then((emoji) => {
      if (!isLate) setFound(emoji)
    })
    return () => {
      isLate = true
    }
  }, [text])

  // A shortcode that its closing colon has ended becomes its emoji.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed decides.
  useEffect(() => {
    if (!text.includes(':')) return
    const caret = box.current?.selectionStart ?? text.length
    if (text[caret - 1] !== ':') return
    let isLate = false
    void import('../emoji/shortcodes').then(async ({ loadShortcodes, replaceShortcode }) => {
      await loadShortcodes()
      const replaced = isLate ? undefined : replaceShortcode(text, caret)
      if (!replaced) return
      const from = text.length - (replaced.text.length - replaced.caret)
      const start = text.lastIndexOf(':', from - 2)
      onPick(replaced.text.slice(start, replaced.caret), start, caret)
    })
    return () => {
      isLate = true
    }
  }, [text])

  const isOpen = query !== undefined && found.length > 0
  const close = () => setFound([])

  function pick(suggestion: Suggestion | undefined) {
    if (!suggestion || !query) return
    close()
    onPick(suggestion.insert, query.start, query.start + query.query.length + 1)
  }

  /** True for a key that was the list's own. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!isOpen || event.shiftKey) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setActive((active + step + found.length) % found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') pick(found[active])
    else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    return true
  }

  const list = isOpen ? (
    <div id={LIST} role="listbox" aria-label={t('composer.suggestions')} className="suggestions">
      {found.map((suggestion, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the message box, which names the active one.
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the message box's.
        <div
          key={suggestion.key}
          id={`${LIST}-${index}`}
          role="option"
          aria-selected={index === active}
          className="suggestion"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(suggestion)}
        >
          <bdi>{suggestion.label}</bdi>
        </div>
      ))}
    </div>
  ) : null

  return {
    list,
    onKeyDown,
    boxProps: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': isOpen ? LIST : undefined,
      'aria-activedescendant': isOpen ? `${LIST}-${active}` : undefined,
    },
  }
}
