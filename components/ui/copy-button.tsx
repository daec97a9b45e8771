import { useT } from '../language/use-t'
import { Button } from './button'
import { CopyByHand } from './copy-by-hand'
import { Icon } from './icon'
import { IconButton } from './icon-button'
import { type Copied, useCopy } from './use-copy'

type Props = {
  text: string
  what: Copied
  label: string
  look?: 'primary' | 'secondary' | 'icon' | 'menu'
  isFirstFocus?: boolean
  /** Called where the clipboard is denied, in place of showing the text selected here. */
  onDenied?: () => void
}

/** Copies a text and says so in place. Where the clipboard is denied, the text is shown selected. */
export function CopyButton({ text, what, label, look = 'secondary', isFirstFocus, onDenied }: Props) {
  const t = useT()
  const { result, copy } = useCopy(text, what, onDenied)
  const icon = result === 'copied' ? <Icon name="check" /> : <Icon name="copy" />
  const firstFocus = isFirstFocus ? { 'data-first-focus': '' } : {}
  const words = result === 'copied' ? t('copy.done') : label
  return (
    <>
      {look === 'menu' ? (
        <button type="button" className="menu-item" onClick={copy}>
          {words}
        </button>
      ) : look === 'icon' ? (
        <IconButton label={words} onClick={copy} {...firstFocus}>
          {icon}
        </IconButton>
      ) : (
        <Button look={look} onClick={copy} {...firstFocus}>
          {icon}
          {words}
        </Button>
      )}
      {result === 'denied' && !onDenied ? <CopyByHand text={text} what={what} /> : null}
    </>
  )
}
