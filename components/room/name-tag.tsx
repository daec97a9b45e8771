/** Three digits that tell `Bob` and `bob` apart. */
export function NameTag({ tag }: { tag: string | undefined }) {
  if (tag === undefined) return null
  return <span className="text-xs font-normal text-subtle tabular-nums">#{tag}</span>
}
