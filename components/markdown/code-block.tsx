import { useRef } from 'react'
import { useT } from '../language/use-t'
import { CopyByHand } from '../ui/copy-by-hand'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { useCopy } from '../ui/use-copy'
import { useHighlight } from './use-highlight'

type Props = {
  text: string
  language: string
  /** Whether the copy button is in the tab order now. */
  isTabbable: boolean
}

/** A block of code with its language and a copy button. Long lines scroll inside it; colours come when it is seen. */
export function CodeBlock({ text, language, isTabbable }: Props) {
  const t = useT()
  const figure = useRef<HTMLElement>(null)
  const coloured = useHighlight(figure, text, language)
  const { result, copy } = useCopy(text, 'code')
  const label = language === '' ? t('markdown.code') : t('markdown.codeIn', { language })

  return (
    <figure ref={figure} className="code-block">
      <figcaption>
        <bdi>{language}</bdi>
        <IconButton
          label={result === 'copied' ? t('copy.done') : t('copy.code')}
          onClick={copy}
          tabIndex={isTabbable ? undefined : -1}
        >
          <Icon name={result === 'copied' ? 'check' : 'copy'} />
        </IconButton>
      </figcaption>
      {/* biome-ignore lint/a11y/useSemanticElements: a section would not keep the spaces, a pre around it its name */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre dir="ltr" tabIndex={0} role="region" aria-label={label}>
        <code>{coloured ?? text}</code>
      </pre>
      {result === 'denied' ? <CopyByHand text={text} what="code" /> : null}
    </figure>
  )
}
