/** Why the last press did nothing. An alert, so that it is said as it appears. */
export function Refusal({ sentence }: { sentence: string | undefined }) {
  if (sentence === undefined) return null
  return (
    <p role="alert" className="text-sm text-danger-text">
      {sentence}
    </p>
  )
}
