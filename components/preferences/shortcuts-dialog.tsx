import { usePreferences } from '#lib/client/preferences'
import { useLanguage } from '../language/use-language'
import { Dialog } from '../ui/dialog'
import { type Shortcut, shortcutGroups } from './shortcut-groups'

/** Every shortcut there is, by where it works. [E73] */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t, direction } = useLanguage()
  const { enter, letterKeys } = usePreferences()
  const modifier = isApple() ? '⌘' : 'Ctrl'
  const groups = shortcutGroups(t, { enter, letterKeys, modifier, direction })
  return (
    <Dialog title={t('room.shortcuts')} onClose={onClose}>
      {letterKeys === 'off' ? <p className="text-sm text-muted">{t('shortcuts.off')}</p> : null}
      {groups.map(({ where, shortcuts }) => (
        <section key={where}>
          <h3 className="pbe-1 text-sm font-[650] text-muted">{where}</h3>
          <dl className="grid">
            {shortcuts.map((shortcut) => (
              <Line key={shortcut.does} {...shortcut} />
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}

function Line({ does, keys }: Shortcut) {
  return (
    <div className="shortcut">
      <dt>{does}</dt>
      <dd className="flex flex-none flex-wrap justify-end gap-x-3 gap-y-1">
        {keys.map((chord) => (
          <span key={chord.join(' ')} className="flex gap-1" dir="ltr">
            {chord.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  )
}

/** Where the modifier is Command. The old property is the one that every browser still has. */
function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}
