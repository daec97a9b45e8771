import type { MouseEvent } from 'react'
import type { RoomStore } from '#lib/client/room-state'
import { SIZES } from '#lib/shared/limits'
import type { Message } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { Icon } from '../ui/icon'
import { useDeeds } from './deeds'
import { ReactionChip } from './reaction-chip'

type Props = { message: Message; selfId: string; isTabbable: boolean; store: RoomStore }

/** What people reacted with, and how many: a press joins them or steps back. The last one adds another. [E30] */
export function ReactionChips({ message, selfId, isTabbable, store }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const reactions = message.reactions ?? []
  if (reactions.length === 0) return null

  /** Read when it is asked for: who comes and goes does not draw the chips again. */
  function nameOf(userId: string): string | undefined {
    const { roster, shown } = store.getState()
    const member = roster.list.find((one) => one.userId === userId)
    return member?.name ?? shown.find(({ author }) => author.id === userId)?.author.name
  }

  function openPicker({ currentTarget }: MouseEvent<HTMLElement>) {
    currentTarget.focus({ preventScroll: true })
    deeds.open({ kind: 'react', messageId: message.id })
  }

  return (
    <ul className="chips" aria-label={t('row.reactions')}>
      {reactions.map((reaction) => (
        <ReactionChip
          key={reaction.emoji}
          reaction={reaction}
          selfId={selfId}
          isTabbable={isTabbable}
          nameOf={nameOf}
          onPress={() => deeds.react(message, reaction.emoji)}
        />
      ))}
      {reactions.length < SIZES.reactionsPerMessage ? (
        <li>
          <button
            type="button"
            className="chip chip-add"
            aria-label={t('row.reactOther')}
            title={t('row.reactOther')}
            aria-haspopup="dialog"
            tabIndex={isTabbable ? undefined : -1}
            onClick={openPicker}
          >
            <Icon name="plus" />
          </button>
        </li>
      ) : null}
    </ul>
  )
}
