import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'

type Props = { label: string; text: string; cancel: string; onCancel: () => void }

/** Above the message box: what is answered or changed, and the way out of it. */
export function ComposerStrip({ label, text, cancel, onCancel }: Props) {
  return (
    <div className="composer-strip" id="composer-strip">
      <span className="min-w-0 grow truncate">
        <b>{label}</b>{' '}
        <span className="text-muted" dir="auto">
          {text}
        </span>
      </span>
      <IconButton label={cancel} onClick={onCancel} className="composer-strip-button">
        <Icon name="close" />
      </IconButton>
    </div>
  )
}
