import type { ReactNode } from 'react'
import type { UserId } from '#lib/shared/ids'
import type { Person } from '#lib/shared/model'
import { hueOf } from '#lib/shared/names'
import { Avatar } from '../ui/avatar'
import { NameTag } from './name-tag'

type PersonProps = {
  author: Person
  isTabbable: boolean
  /** Opens the author's card; nothing for oneself. */
  onOpen: ((userId: UserId) => void) | undefined
}

type Props = PersonProps & {
  id: string
  /** Whether this row begins a group; further ones have the name for screen readers only. */
  isShown: boolean
  tag: string | undefined
  /** The time, on the same line. */
  children: ReactNode
}

/** Who wrote it: pressing another's name opens their card. */
export function RowAuthor({ id, author, isShown, tag, isTabbable, onOpen, children }: Props) {
  if (!isShown) {
    return (
      <span id={id} hidden>
        {author.name}
      </span>
    )
  }
  const name = <bdi>{author.name}</bdi>
  return (
    <div className="row-head">
      <h3 id={id} className="author" data-hue={hueOf(author.id)}>
        {onOpen ? (
          <button
            type="button"
            className="author-button"
            aria-haspopup="dialog"
            tabIndex={isTabbable ? undefined : -1}
            onClick={(event) => {
              // Not every browser gives a pressed button the focus, and the card gives it back to who had it.
              event.currentTarget.focus({ preventScroll: true })
              onOpen(author.id)
            }}
          >
            {name}
          </button>
        ) : (
          name
        )}
      </h3>
      <NameTag tag={tag} />
      {children}
    </div>
  )
}

/** The author's initials, which open their card too. */
export function RowAvatar({ author, onOpen }: PersonProps) {
  const avatar = <Avatar userId={author.id} name={author.name} />
  if (!onOpen) return avatar
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a larger target for mouse and finger; the name beside it is the button
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <span className="row-avatar" onClick={() => onOpen(author.id)}>
      {avatar}
    </span>
  )
}
