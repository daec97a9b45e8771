import { EmojiPicker as Frimousse, type SkinTone } from 'frimousse'
import { type AriaAttributes, useEffect, useRef, useState } from 'react'
import { useLanguage } from '../language/use-language'
import { IconButton } from '../ui/icon-button'
import { EMOJI_URL, emojiLocale } from './emoji-data'
import { noteEmoji, recentEmoji } from './quick-reactions'
import { keepSkinTone, keptSkinTone } from './skin-tone'

const COLUMNS = 8
const MOST_RECENT = 8

/**
 * All emoji to choose from: a search that has the focus, those used last, the rest by kind, and a button that changes
 * the tone of the skin. Arrow keys move, Enter picks. To be loaded with `import()`, never on the server; it stands in a
 * dialog, which has the name and the way out.
 */
export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t, locale } = useLanguage()
  const search = useRef<HTMLInputElement>(null)
  const [recent] = useState(recentEmoji)
  const [skinTone] = useState<SkinTone>(keptSkinTone)
  useEffect(() => search.current?.focus(), [])

  function pick(emoji: string) {
    noteEmoji(emoji)
    onPick(emoji)
  }

  return (
    <Frimousse.Root
      className="emoji-picker"
      locale={emojiLocale(locale)}
      emojibaseUrl={EMOJI_URL}
      columns={COLUMNS}
      skinTone={skinTone}
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <div className="emoji-picker-top">
        <Frimousse.Search
          ref={search}
          className="emoji-search"
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search')}
        />
        <Frimousse.SkinTone emoji="✋">
          {({ skinTone: current, setSkinTone, skinToneVariations }) => {
            const at = skinToneVariations.findIndex((variation) => variation.skinTone === current)
            const next = skinToneVariations[(at + 1) % skinToneVariations.length]
            return (
              <IconButton
                label={t('emoji.skinTone')}
                onClick={() => {
                  if (!next) return
                  setSkinTone(next.skinTone)
                  keepSkinTone(next.skinTone)
                }}
              >
                <span aria-hidden="true">{skinToneVariations[at]?.emoji ?? '✋'}</span>
              </IconButton>
            )
          }}
        </Frimousse.SkinTone>
      </div>
      {recent.length > 0 ? (
        <fieldset className="emoji-recent" aria-label={t('emoji.recent')}>
          {recent.slice(0, MOST_RECENT).map((emoji) => (
            <button key={emoji} type="button" className="emoji-cell" onClick={() => pick(emoji)}>
              {emoji}
            </button>
          ))}
        </fieldset>
      ) : null}
      {/* What scrolls must be reachable by keyboard (WCAG 2.1.1): the cells are not, they are chosen from the search. */}
      <Frimousse.Viewport className="emoji-viewport" tabIndex={0}>
        <Frimousse.Loading className="emoji-note">{t('emoji.loading')}</Frimousse.Loading>
        <Frimousse.Empty className="emoji-note">{t('emoji.none')}</Frimousse.Empty>
        <Frimousse.List
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="emoji-kind">
                {category.label}
              </div>
            ),
            Row: (props) => <div {...fromOne(props)} />,
            Emoji: ({ emoji, ...props }) => (
              <button
                {...fromOne(props)}
                type="button"
                className="emoji-cell"
                data-active={emoji.isActive ? '' : undefined}
              >
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </Frimousse.Viewport>
    </Frimousse.Root>
  )
}

/** The library counts rows and columns from 0, where ARIA begins with 1. */
function fromOne<P extends AriaAttributes>(props: P): P {
  const { 'aria-rowindex': row, 'aria-colindex': column } = props
  return {
    ...props,
    ...(row === undefined ? {} : { 'aria-rowindex': row + 1 }),
    ...(column === undefined ? {} : { 'aria-colindex': column + 1 }),
  }
}
