import type { ReactNode } from 'react'
import { messageParts } from './message-parts'

const ONLY_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,8}$/v

type Props = {
  id: string
  body: string
  /** Whether the links are in the tab order now. */
  isTabbable: boolean
  /** What follows the text on its last line. */
  children: ReactNode
}

/** The text of a message with its safe links. */
export function MessageText({ id, body, isTabbable, children }: Props) {
  let offset = 0
  return (
    <div id={id} dir="auto" className="row-body" data-large={ONLY_EMOJI.test(body) ? '' : undefined}>
      {messageParts(body).map((part) => {
        const key = offset
        offset += part.text.length
        if (part.kind === 'text') return part.text
        return (
          <span key={key}>
            <a
              href={part.href}
              target="_blank"
              rel="noopener noreferrer nofollow ugc"
              tabIndex={isTabbable ? undefined : -1}
              className="text-primary-text underline underline-offset-2"
            >
              {part.text}
            </a>
            {part.host === undefined ? null : <span className="text-subtle"> ({part.host})</span>}
          </span>
        )
      })}
      {children}
    </div>
  )
}
