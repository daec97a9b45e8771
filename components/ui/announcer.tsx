/** The two live regions. They are there from the start and never change, so that screen readers know them. */
export function Announcer() {
  return (
    <>
      <div data-live="polite" role="status" className="sr-only" />
      <div data-live="assertive" role="alert" className="sr-only" />
    </>
  )
}
