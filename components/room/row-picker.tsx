import { type ComponentType, useEffect, useEffectEvent, useState } from 'react'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { Dialog } from '../ui/dialog'

type Picker = ComponentType<{ onPick: (emoji: string) => void }>

type Props = { title: string; onPick: (emoji: string) => void; onClose: () => void }

/** All emoji in a dialog, fetched when they are wanted for the first time. */
export function RowPicker({ title, onPick, onClose }: Props) {
  const t = useT()
  const [picker, setPicker] = useState<{ Picker: Picker }>()

  const giveUp = useEffectEvent(() => {
    onClose()
    announce(t('room.cannotOpen'))
  })

  useEffect(() => {
    let isWanted = true
    import('../emoji/emoji-picker').then(
      (loaded) => {
        if (isWanted) setPicker({ Picker: loaded.default })
      },
      () => {
        if (isWanted) giveUp()
      },
    )
    return () => {
      isWanted = false
    }
  }, [])

  return (
    <Dialog title={title} onClose={onClose}>
      {picker ? <picker.Picker onPick={onPick} /> : <p className="emoji-picker emoji-note">{t('emoji.loading')}</p>}
    </Dialog>
  )
}
