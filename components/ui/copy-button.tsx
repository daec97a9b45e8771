import { Check, Copy } from 'lucide-react'
import { Button } from './button'
import { CopyByHand } from './copy-by-hand'
import { IconButton } from './icon-button'
import { useCopy } from './use-copy'

type Props = {
  text: string
  /** What is copied, as it is said afterwards: "Link" gives "Link copied". */
  what: string
  label: string
  look?: 'primary' | 'secondary' | 'icon'
  isFirstFocus?: boolean
}

/** Copies a text and says so in place. Where the clipboard is denied, the text is shown selected. */
export function CopyButton({ text, what, label, look = 'secondary', isFirstFocus }: Props) {
  const { result, copy } = useCopy(text, what)
  const icon = result === 'copied' ? <Check /> : <Copy />
  const firstFocus = isFirstFocus ? { 'data-first-focus': '' } : {}
  return (
    <>
      {look === 'icon' ? (
        <IconButton label={result === 'copied' ? 'Copied' : label} onClick={copy} {...firstFocus}>
          {icon}
        </IconButton>
      ) : (
        <Button look={look} onClick={copy} {...firstFocus}>
          {icon}
          {result === 'copied' ? 'Copied' : label}
        </Button>
      )}
      {result === 'denied' ? <CopyByHand text={text} what={what} /> : null}
    </>
  )
}
