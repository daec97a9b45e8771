import { type MouseEvent, useEffect, useRef, useState } from 'react'
import type { Message } from '#lib/shared/model'
import { QUICK_REACTIONS } from '../emoji/quick-reactions'
import { useT } from '../language/use-t'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { useDeeds } from './deeds'

type Props = { message: Message; isTabbable: boolean }

/**
 * What is done with a message most: react, reply, and more behind a button. It stands over the top end of its row, so
 * that nothing moves. React unfolds the quick ones before it; fingers see More only, which opens a sheet. [E31]
 */
export function RowToolbar({ message, isTabbable }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const [isReacting, setIsReacting] = useState(false)
  const bar = useRef<HTMLDivElement>(null)
  const reactButton = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (isReacting) bar.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [isReacting])

  /** Not every browser gives a pressed button the focus, and what opens gives it back to who had it. */
  function openFrom({ currentTarget }: MouseEvent<HTMLElement>, kind: 'react' | 'message') {
    currentTarget.focus({ preventScroll: true })
    deeds.open({ kind, messageId: message.id })
  }

  function react(emoji: string) {
    // Before the pressed button goes, and the focus with it.
    reactButton.current?.focus({ preventScroll: true })
    setIsReacting(false)
    deeds.react(message, emoji)
  }

  return (
    <div ref={bar} role="toolbar" aria-label={t('row.actions')} className="row-toolbar">
      {isReacting ? (
        <>
          {QUICK_REACTIONS.map((emoji) => (
            <IconButton key={emoji} label={t('row.reactWith', { emoji })} tabIndex={-1} onClick={() => react(emoji)}>
              <span aria-hidden="true">{emoji}</span>
            </IconButton>
          ))}
          <IconButton
            label={t('row.reactOther')}
            aria-haspopup="dialog"
            tabIndex={-1}
            onClick={(event) => openFrom(event, 'react')}
          >
            <Icon name="plus" />
          </IconButton>
        </>
      ) : null}
      <IconButton
        ref={reactButton}
        label={t('row.react')}
        aria-expanded={isReacting}
        tabIndex={isTabbable ? undefined : -1}
        onClick={() => setIsReacting(!isReacting)}
      >
        <Icon name="smile" />
      </IconButton>
      <IconButton label={t('row.reply')} tabIndex={-1} onClick={() => deeds.reply(message)}>
        <Icon name="reply" />
      </IconButton>
      <IconButton
        label={t('row.more')}
        aria-haspopup="dialog"
        tabIndex={-1}
        onClick={(event) => openFrom(event, 'message')}
      >
        <Icon name="more" />
      </IconButton>
    </div>
  )
}
