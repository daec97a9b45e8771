import type { Direction } from '#lib/shared/languages'
import type { Preferences } from '#lib/shared/preferences'
import type { Translate } from '../language/translate'

/** `keys`: each way to press it, as the keys that are held together, named as keyboards name them. */
export type Shortcut = { does: string; keys: string[][] }
export type ShortcutGroup = { where: string; shortcuts: Shortcut[] }

type Keyboard = Pick<Preferences, 'enter' | 'letterKeys'> & { modifier: string; direction: Direction }

/** The sheet of shortcuts as this person's keyboard and preferences have them. */
export function shortcutGroups(t: Translate, { enter, letterKeys, modifier, direction }: Keyboard): ShortcutGroup[] {
  const single = (key: string) => (letterKeys === 'on' ? [[key]] : [])
  const [plain, shifted] = [[['Enter']], [['Shift', 'Enter']]]
  return [
    {
      where: t('shortcuts.anywhere'),
      shortcuts: [
        { does: t('shortcuts.switch'), keys: [[modifier, 'K']] },
        { does: t('shortcuts.search'), keys: [[modifier, 'Shift', 'F']] },
        { does: t('shortcuts.sheet'), keys: [[modifier, '/']] },
        { does: t('shortcuts.regions'), keys: [['F6'], ['Shift', 'F6']] },
        { does: t('shortcuts.type'), keys: [[t('shortcuts.typeKey')]] },
      ],
    },
    {
      where: t('shortcuts.list'),
      shortcuts: [
        { does: t('shortcuts.rows'), keys: [['↑'], ['↓']] },
        { does: t('shortcuts.ends'), keys: [['Home'], ['End']] },
        { does: t('shortcuts.into'), keys: [['Enter'], [direction === 'rtl' ? '←' : '→']] },
        { does: t('shortcuts.out'), keys: [['Esc']] },
        { does: t('shortcuts.search'), keys: single('/') },
        { does: t('shortcuts.sheet'), keys: single('?') },
      ].filter(({ keys }) => keys.length > 0),
    },
    {
      where: t('shortcuts.box'),
      shortcuts: [
        { does: t('shortcuts.send'), keys: enter === 'sends' ? plain : shifted },
        { does: t('shortcuts.newLine'), keys: enter === 'sends' ? shifted : plain },
        { does: t('shortcuts.editLast'), keys: [['↑']] },
        { does: t('shortcuts.cancel'), keys: [['Esc']] },
      ],
    },
  ]
}
