import { useEffect, useRef, useState } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import type { Message } from '#lib/shared/model'
import { queryWordsOf } from '#lib/shared/words'
import type { AnswerCode } from '../sentences'

/** A pause in typing after which is asked. Milliseconds. */
const ASKED_AFTER = 200
/** Where the server does not say how long to wait. Milliseconds. */
const WAIT = 1_000

export type Search =
  | { kind: 'idle' }
  | { kind: 'asking' }
  /** Held back by the rate limit; goes on by itself. */
  | { kind: 'waiting' }
  | { kind: 'found'; query: string; messages: readonly Message[]; hasMore: boolean; more: 'idle' | 'loading' }
  | { kind: 'refused'; code: AnswerCode; retryAfterMs?: number }

/** Searches the room for what is typed; only the answer to what was asked last is shown. */
export function useSearch(store: RoomStore) {
  const [query, setQuery] = useState('')
  const [search, setSearch] = useState<Search>({ kind: 'idle' })
  const asked = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => () => clearTimeout(timer.current), [])

  async function ask(wanted: string, turn: number, known: readonly Message[] = []): Promise<void> {
    const answer = await store.search(wanted, known.at(-1)?.seq)
    if (turn !== asked.current) return
    if (answer.ok) {
      const { messages, hasMore } = answer.value
      setSearch({ kind: 'found', query: wanted, messages: [...known, ...messages], hasMore, more: 'idle' })
    } else if (answer.code === 'rate_limited') {
      if (known.length === 0) setSearch({ kind: 'waiting' })
      timer.current = setTimeout(() => void ask(wanted, turn, known), answer.retryAfterMs ?? WAIT)
    } else {
      const code = answer.code === 'no_answer' ? 'offline' : answer.code
      const wait = 'retryAfterMs' in answer && answer.retryAfterMs !== undefined ? answer.retryAfterMs : undefined
      setSearch({ kind: 'refused', code, ...(wait === undefined ? {} : { retryAfterMs: wait }) })
    }
  }

  function begin(wanted: string, afterMs: number): void {
    clearTimeout(timer.current)
    asked.current += 1
    const turn = asked.current
    if (queryWordsOf(wanted).length === 0) {
      setSearch({ kind: 'idle' })
      return
    }
    timer.current = setTimeout(() => {
      // What was found for the words before stays until the answer is there.
      setSearch((shown) => (shown.kind === 'found' ? shown : { kind: 'asking' }))
      void ask(wanted, turn)
    }, afterMs)
  }

  return {
    query,
    search,
    type(text: string): void {
      setQuery(text)
      begin(text, ASKED_AFTER)
    },
    /** Asks again, at once. */
    retry: () => begin(query, 0),
    loadMore(): void {
      if (search.kind !== 'found' || search.more === 'loading') return
      setSearch({ ...search, more: 'loading' })
      void ask(search.query, asked.current, search.messages)
    },
  }
}
