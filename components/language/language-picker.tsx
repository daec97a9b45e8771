import { LANGUAGES, type Locale } from '#lib/shared/languages'

type Props = {
  /** Remembers the `language` of the form for this browser. */
  chooseLanguage: (form: FormData) => Promise<void>
  current: Locale
  /** The name of the group. */
  label: string
}

/** The languages, each by its own name; the one of this page is marked. A plain form, so it works without JavaScript. */
export function LanguagePicker({ chooseLanguage, current, label }: Props) {
  return (
    <form action={chooseLanguage}>
      <fieldset className="-mx-2 flex flex-wrap gap-x-1">
        <legend className="sr-only">{label}</legend>
        {Object.entries(LANGUAGES).map(([locale, { name, direction }]) => (
          <button
            key={locale}
            type="submit"
            name="language"
            value={locale}
            lang={locale}
            dir={direction}
            aria-pressed={locale === current}
            className="min-h-7 rounded-sm px-2 text-sm text-muted underline-offset-4 hover:underline aria-pressed:font-[620] aria-pressed:text-ink pointer-coarse:min-h-11"
          >
            {name}
          </button>
        ))}
      </fieldset>
    </form>
  )
}
