import type { KeyboardEvent } from 'react'
import type { Message } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { CopyButton } from '../ui/copy-button'
import { useDeeds } from './deeds'
import { focusBeside } from './focus-beside'

type Props = {
  message: Message
  isOwn: boolean
  /** Closes the menu or sheet, then does it. */
  closeThen: (act: () => void) => void
}

/** All that can be done with a message, one below the other. Arrow keys move as in any menu. */
export function RowActions({ message, isOwn, closeThen }: Props) {
  const t = useT()
  const deeds = useDeeds()

  function remove() {
    const row = document.getElementById(`m-${message.id}`)
    if (row) focusBeside(row)
    deeds.remove(message)
    requestAnimationFrame(() => {
      // The row beside it may have stood there for its sake only.
      if (document.activeElement === document.body) document.getElementById('composer')?.focus()
    })
  }

  function item(label: string, act: () => void, look?: 'danger') {
    return (
      <button type="button" className="menu-item" data-look={look} onClick={() => closeThen(act)}>
        {label}
      </button>
    )
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a shortcut beside Tab, which reaches each button
    <div className="row-actions" onKeyDown={moveByArrows}>
      {item(t('row.reply'), () => deeds.reply(message))}
      {isOwn ? item(t('row.edit'), () => deeds.edit(message)) : null}
      <CopyButton text={message.body} what="text" label={t('row.copyText')} look="menu" />
      <CopyButton text={deeds.linkOf(message)} what="link" label={t('copy.link')} look="menu" />
      {isOwn ? item(t('anywhere.delete'), remove, 'danger') : null}
    </div>
  )
}

function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const items: Element[] = Array.from(event.currentTarget.querySelectorAll('button'))
  const now = document.activeElement ? items.indexOf(document.activeElement) : -1
  const next = items.at((now + step + items.length) % items.length)
  if (next instanceof HTMLElement) next.focus()
}
