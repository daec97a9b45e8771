import { type RefObject, useImperativeHandle } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import type { Message } from '#lib/shared/model'
import { cleanText } from '#lib/shared/text'
import { measureBody } from './body-length'
import type { ComposerHandle } from './composer'
import { useDraft } from './use-draft'

type Options = {
  box: RefObject<HTMLTextAreaElement | null>
  store: RoomStore
  self: RoomState['self']
  onSent: () => void
}

/** The text of the message box and what becomes of it: a new message, an answer, or a change of an own one. */
export function useComposer(ref: React.Ref<ComposerHandle>, { box, store, self, onSent }: Options) {
  const { room } = store.getState()
  const { draft, change, clear } = useDraft(self.userId, room.id, (kept) => caretTo(kept.text.length))
  const body = cleanText(draft.text)
  const length = measureBody(draft.text)

  /** Once React has written the text. */
  function caretTo(place: number) {
    requestAnimationFrame(() => box.current?.setSelectionRange(place, place))
  }

  function write(text: string) {
    change({ ...draft, text })
    if (draft.kind === 'edit') return
    if (text.trim() === '') store.stopTyping()
    else store.typing()
  }

  /** Puts words in place of a part of the text; the caret stands behind them. */
  function insert(words: string, from = box.current?.selectionStart ?? draft.text.length, to?: number) {
    const end = to ?? box.current?.selectionEnd ?? from
    write(draft.text.slice(0, from) + words + draft.text.slice(end))
    box.current?.focus()
    caretTo(from + words.length)
  }

  function edit(message: Message) {
    const before = draft.kind === 'edit' ? draft.before : draft.text
    store.stopTyping()
    change({ kind: 'edit', text: message.body, editing: message.id, before })
    box.current?.focus()
    caretTo(message.body.length)
  }

  function editLast(): boolean {
    const own = store
      .getState()
      .shown.findLast(({ author, deletedAt }) => author.id === self.userId && deletedAt === undefined)
    if (own) edit(own)
    return own !== undefined
  }

  /** Ends the editing or the answer. True where there was one. */
  function cancel(): boolean {
    if (draft.kind === 'message' && draft.replyTo === undefined) return false
    const text = draft.kind === 'edit' ? draft.before : draft.text
    change({ kind: 'message', text })
    caretTo(text.length)
    return true
  }

  /** True when something went out. */
  function send(): boolean {
    if (body === '' || length.kind === 'over') return false
    if (draft.kind === 'edit') {
      store.edit(draft.editing, body)
      change({ kind: 'message', text: draft.before })
      return true
    }
    // In this order, so that nobody is shown as typing what already stands there.
    store.stopTyping()
    store.send(body, draft.replyTo)
    clear()
    onSent()
    return true
  }

  useImperativeHandle(ref, () => ({
    reply(message) {
      change({ kind: 'message', text: draft.kind === 'edit' ? draft.before : draft.text, replyTo: message.id })
      box.current?.focus()
    },
    edit,
    mention: (name) => insert(`@${name} `),
    insert: (words) => insert(words),
    focus: () => box.current?.focus(),
  }))

  return { draft, body, length, write, insert, editLast, cancel, send }
}
