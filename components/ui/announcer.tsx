import { REGION_IDS } from './announce'

/** The two live regions. They are in the server's HTML and never change, so that readers know them from the start. */
export function Announcer() {
  return (
    <>
      <div id={REGION_IDS.polite} role="status" className="sr-only" />
      <div id={REGION_IDS.assertive} role="alert" className="sr-only" />
    </>
  )
}
