import { type KeyboardEvent, type ReactNode, type Ref, useLayoutEffect, useRef, useState } from 'react'
import { readPreferences } from '#lib/client/preferences'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import { EVERYBODY, isMentioned } from '#lib/shared/mentions'
import type { Message } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { lengthSentence } from './body-length'
import { ComposerStrip } from './composer-strip'
import { useDeeds } from './deeds'
import { useComposer } from './use-composer'
import { useGrowingBox } from './use-growing-box'
import { useSuggestions } from './use-suggestions'
import { useWaitSeconds } from './use-wait-seconds'

const selectHeldUntil = (state: RoomState) => state.heldUntil

/** More members than this are not called all together by mistake. [E36] */
const MANY = 20

export type ComposerHandle = {
  reply: (message: Message) => void
  edit: (message: Message) => void
  mention: (name: string) => void
  insert: (words: string) => void
  focus: () => void
}

type Props = {
  ref: Ref<ComposerHandle>
  store: RoomStore
  self: RoomState['self']
  roster: RoomState['roster']
  title: string
  onSent: () => void
  onEscape: () => void
  /** The typing line, which shares its height with the hints. */
  children: ReactNode
}

/** On a touch keyboard Enter breaks the line and the button sends. */
function isTouchKeyboard(): boolean {
  return matchMedia('(pointer: coarse) and (hover: none)').matches
}

/** Whether this Enter sends, or breaks the line. [E16] */
function isSending({ shiftKey }: KeyboardEvent): boolean {
  if (isTouchKeyboard()) return false
  return (readPreferences().enter === 'sends') !== shiftKey
}

/** Where messages are written. Whatever happens, the text stays until it is sent. */
export function Composer({ ref, store, self, roster, title, onSent, onEscape, children }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const box = useRef<HTMLTextAreaElement>(null)
  const { draft, body, length, write, insert, editLast, cancel, send } = useComposer(ref, { box, store, self, onSent })
  const [isCallingAll, setIsCallingAll] = useState(false)
  const waitSeconds = useWaitSeconds(useRoom(store, selectHeldUntil))
  const suggestions = useSuggestions({ box, text: draft.text, roster, store, onPick: insert })
  useGrowingBox(box, draft.text)

  // What was typed before the page was alive stands in the box and nowhere else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page comes alive.
  useLayoutEffect(() => {
    if (box.current?.value) write(box.current.value)
  }, [])

  const isOver = length.kind === 'over'
  const isEditing = draft.kind === 'edit'
  const { shown } = store.getState()
  const answered = draft.kind === 'message' && draft.replyTo ? shown.find(({ id }) => id === draft.replyTo) : undefined

  function trySend() {
    if (isOver) announce(lengthSentence(t, length))
    const callsMany = roster.list.length > MANY && isMentioned(body, EVERYBODY)
    if (callsMany && !isCallingAll) {
      setIsCallingAll(true)
      announce(t('composer.callsAll', { count: roster.list.length }))
      return
    }
    setIsCallingAll(false)
    if (send() && isEditing) announce(t('composer.saved'))
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, its own Enter and Esc come by here.
    if (event.nativeEvent.isComposing || suggestions.onKeyDown(event)) return
    if (event.key === 'Escape') {
      if (isCallingAll) setIsCallingAll(false)
      else if (!cancel()) onEscape()
    }
    if (event.key === 'ArrowUp' && draft.text === '' && !isEditing && editLast()) event.preventDefault()
    if (event.key !== 'Enter' || !isSending(event)) return
    event.preventDefault()
    trySend()
  }

  const hint = isCallingAll
    ? t('composer.callsAll', { count: roster.list.length })
    : isOver || waitSeconds === 0
      ? lengthSentence(t, length)
      : t('composer.wait', { seconds: waitSeconds })
  const label = t('composer.box', { title })
  const button = isEditing ? t('composer.save') : t('composer.send')

  return (
    <form
      className="composer-form"
      aria-label={t('composer.form')}
      data-region="composer"
      onSubmit={(event) => {
        event.preventDefault()
        trySend()
        box.current?.focus()
      }}
    >
      <div className="composer-line">
        {children}
        <p id="composer-hint" className="composer-hint" data-over={isOver ? '' : undefined}>
          {hint}
        </p>
      </div>
      {suggestions.list}
      {isEditing ? (
        <ComposerStrip label={t('composer.editing')} text="" cancel={t('composer.stopEditing')} onCancel={cancel} />
      ) : null}
      {answered ? (
        <ComposerStrip
          label={t('composer.replying', { name: answered.author.name })}
          text={answered.body}
          cancel={t('composer.stopReplying')}
          onCancel={cancel}
        />
      ) : null}
      <div className="composer" data-over={isOver ? '' : undefined}>
        <textarea
          ref={box}
          id="composer"
          rows={1}
          value={draft.text}
          // An empty box shows its placeholder, which runs as the page does.
          dir={draft.text === '' ? undefined : 'auto'}
          data-region-focus=""
          aria-label={isEditing ? t('composer.editing') : label}
          aria-describedby="composer-hint"
          aria-invalid={isOver ? true : undefined}
          {...suggestions.boxProps}
          placeholder={label}
          autoComplete="off"
          autoCapitalize="sentences"
          enterKeyHint="enter"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => store.stopTyping()}
        />
        <IconButton label={t('composer.emoji')} aria-haspopup="dialog" onClick={() => deeds.open({ kind: 'emoji' })}>
          <Icon name="smile" />
        </IconButton>
        <button type="submit" className="send" aria-label={button} title={button} disabled={body === '' || isOver}>
          <Icon name={isEditing ? 'check' : 'arrow-up'} />
        </button>
      </div>
    </form>
  )
}
