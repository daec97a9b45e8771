import type { Message } from '#lib/shared/model'
import { QUICK_REACTIONS } from '../emoji/quick-reactions'
import { useT } from '../language/use-t'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { useDeeds } from './deeds'
import { RowActions } from './row-actions'

type Props = {
  message: Message
  isOwn: boolean
  selfId: string
  closeThen: (act: () => void) => void
  onReactOther: () => void
  onClose: () => void
}

/** The same for fingers, after a long press: the quick reactions large, then all that the menu has. [E31] */
export function RowSheet({ message, isOwn, selfId, closeThen, onReactOther, onClose }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const own = new Set(
    message.reactions?.filter(({ userIds }) => userIds.some((id) => id === selfId)).map(({ emoji }) => emoji),
  )

  return (
    <Dialog title={t('row.sheet', { author: message.author.name })} onClose={onClose}>
      <p className="truncate text-sm text-muted" dir="auto">
        {message.body}
      </p>
      <fieldset className="row-quick" aria-label={t('row.react')}>
        {QUICK_REACTIONS.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className="row-quick-button"
            aria-label={t('row.reactWith', { emoji })}
            aria-pressed={own.has(emoji)}
            onClick={() => closeThen(() => deeds.react(message, emoji))}
          >
            <span aria-hidden="true">{emoji}</span>
          </button>
        ))}
        <button type="button" className="row-quick-button" aria-label={t('row.reactOther')} onClick={onReactOther}>
          <Icon name="plus" />
        </button>
      </fieldset>
      <RowActions message={message} isOwn={isOwn} closeThen={closeThen} />
    </Dialog>
  )
}
