import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import { cleanText } from '#lib/shared/text'
import { announce } from '../ui/announce'
import { Icon } from '../ui/icon'
import { lengthSentence, measureBody } from './body-length'
import { useGrowingBox } from './use-growing-box'
import { useWaitSeconds } from './use-wait-seconds'

const selectHeldUntil = (state: RoomState) => state.heldUntil

type Props = {
  box: RefObject<HTMLTextAreaElement | null>
  store: RoomStore
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

/** Where messages are written. Whatever happens, the text stays until it is sent. */
export function Composer({ box, store, title, onSent, onEscape, children }: Props) {
  const [text, setText] = useState('')
  const waitSeconds = useWaitSeconds(useRoom(store, selectHeldUntil))
  useGrowingBox(box, text)

  // What was typed before the page was alive stands in the box and nowhere else.
  useLayoutEffect(() => setText(box.current?.value ?? ''), [box])

  const body = cleanText(text)
  const length = measureBody(text)
  const isOver = length.kind === 'over'
  const isBlank = body === ''

  function change(next: string) {
    setText(next)
    if (next.trim() === '') store.stopTyping()
    else store.typing()
  }

  function send() {
    if (isOver) announce(lengthSentence(length))
    if (isBlank || isOver) return
    // In this order, so that nobody is shown as typing what already stands there.
    store.stopTyping()
    store.send(body)
    setText('')
    onSent()
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, its own Enter and Esc come by here.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onEscape()
    if (event.key !== 'Enter' || event.shiftKey || isTouchKeyboard()) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className="composer-form"
      aria-label="Send a message"
      data-region="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
        box.current?.focus()
      }}
    >
      <div className="composer-line">
        {children}
        <p id="composer-hint" className="composer-hint" data-over={isOver ? '' : undefined}>
          {isOver || waitSeconds === 0 ? lengthSentence(length) : `Sending again in ${waitSeconds} s`}
        </p>
      </div>
      <div className="composer" data-over={isOver ? '' : undefined}>
        <textarea
          ref={box}
          id="composer"
          rows={1}
          value={text}
          dir="auto"
          data-region-focus=""
          aria-label={`Message ${title}`}
          aria-describedby="composer-hint"
          aria-invalid={isOver ? true : undefined}
          placeholder={`Message ${title}`}
          autoComplete="off"
          autoCapitalize="sentences"
          enterKeyHint="enter"
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => store.stopTyping()}
        />
        <button
          type="submit"
          className="send"
          aria-label="Send message"
          title="Send message"
          disabled={isBlank || isOver}
        >
          <Icon name="arrow-up" />
        </button>
      </div>
    </form>
  )
}
