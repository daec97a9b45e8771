// Numbers, lists and waits in words, by the rules of the language and never by gluing an "s" on.

const rules = new Intl.PluralRules('en')
// British English: no comma before "and".
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** `plural(2, { one: '# message', other: '# messages' })` is "2 messages". */
export function plural(count: number, forms: { one: string; other: string }): string {
  return (rules.select(count) === 'one' ? forms.one : forms.other).replace('#', String(count))
}

/** "Ada and Teo", "Ada, Teo and Mina", "Ada, Teo and 4 others". */
export function namesInWords(names: readonly string[]): string {
  if (names.length <= 3) return list.format(names)
  const others = plural(names.length - 2, { one: '# other', other: '# others' })
  return list.format([...names.slice(0, 2), others])
}

/** A wait as people say it: "4 seconds", "2 minutes", "3 hours". Rounded up, so that trying then works. */
export function waitInWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000))
  if (seconds < 60) return plural(seconds, { one: '# second', other: '# seconds' })
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return plural(minutes, { one: '# minute', other: '# minutes' })
  return plural(Math.ceil(minutes / 60), { one: '# hour', other: '# hours' })
}
