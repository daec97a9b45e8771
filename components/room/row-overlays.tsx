import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import type { MessageId } from '#lib/shared/ids'
import { useT } from '../language/use-t'
import { useDeeds } from './deeds'
import type { OpenDialog } from './open-dialog'
import { RowMenu } from './row-menu'
import { RowPicker } from './row-picker'
import { RowSheet } from './row-sheet'
import { RowToasts } from './row-toasts'
import { useCloseThen } from './use-close-then'

const selectShown = (state: RoomState) => state.shown

type Props = {
  open: OpenDialog | undefined
  setOpen: (open: OpenDialog | undefined) => void
  store: RoomStore
}

/** What lies over the room on behalf of its messages: a menu or a sheet, all emoji, and what was just deleted. */
export function RowOverlays({ open, setOpen, store }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const close = () => setOpen(undefined)
  const closeThen = useCloseThen(open !== undefined, close)
  return (
    <>
      <RowToasts store={store} />
      {open?.kind === 'emoji' ? (
        <RowPicker title={t('emoji.pick')} onPick={(emoji) => closeThen(() => deeds.insert(emoji))} onClose={close} />
      ) : null}
      {open?.kind === 'message' || open?.kind === 'react' ? (
        <OfMessage key={open.messageId} {...open} store={store} setOpen={setOpen} closeThen={closeThen} />
      ) : null}
    </>
  )
}

type OfMessageProps = {
  kind: 'message' | 'react'
  messageId: MessageId
  store: RoomStore
  setOpen: (open: OpenDialog | undefined) => void
  closeThen: (act: () => void) => void
}

function OfMessage({ kind, messageId, store, setOpen, closeThen }: OfMessageProps) {
  const t = useT()
  const deeds = useDeeds()
  const message = useRoom(store, selectShown).find(({ id }) => id === messageId)
  const { userId } = store.getState().self
  const close = () => setOpen(undefined)
  // Deleted meanwhile: there is nothing to do with it any more.
  if (!message || message.deletedAt !== undefined) return null
  if (kind === 'react')
    return (
      <RowPicker
        title={t('row.react')}
        onPick={(emoji) => closeThen(() => deeds.react(message, emoji))}
        onClose={close}
      />
    )
  const parts = { message, isOwn: message.author.id === userId, closeThen, onClose: close }
  const isForFingers = matchMedia('(pointer: coarse) or (width < 47.5rem)').matches
  return isForFingers ? (
    <RowSheet {...parts} selfId={userId} onReactOther={() => setOpen({ kind: 'react', messageId })} />
  ) : (
    <RowMenu {...parts} />
  )
}
