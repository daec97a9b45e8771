import type { ComponentProps } from 'react'
import { useT } from '../language/use-t'
import { useDeeds } from '../room/deeds'
import { Dialog } from '../ui/dialog'
import { pickMessage } from './pick-message'
import { SearchView } from './search-view'

type Props = Omit<ComponentProps<typeof SearchView>, 'onPick'> & { onClose: () => void }

/** Search, on the phone. A press on a message closes the sheet, so that the message is seen. */
export function SearchSheet({ onClose, ...rest }: Props) {
  const t = useT()
  const deeds = useDeeds()
  return (
    <Dialog title={t('search.open')} onClose={onClose}>
      <SearchView
        {...rest}
        onPick={(id) => {
          onClose()
          // Once the sheet is gone: until then the list behind it takes no focus.
          requestAnimationFrame(() => pickMessage(id, deeds.jumpTo))
        }}
      />
    </Dialog>
  )
}
