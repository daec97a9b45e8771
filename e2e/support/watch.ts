// Reports whatever a page may only do by mistake: errors, dialogs, and breaches of the content security policy.
import type { BrowserContext } from '@playwright/test'

const BREACH = '__parleyBreach'

/** Calls `report` for every fault in any page of the context, with a line that says what and where. */
export async function watch(context: BrowserContext, report: (fault: string) => void): Promise<void> {
  context.on('console', (message) => {
    if (message.type() === 'error') report(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => report(`page error: ${error.error().stack ?? error.error().message}`))
  context.on('dialog', (dialog) => {
    report(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await context.exposeFunction(BREACH, (breach: string) => report(`content security policy: ${breach}`))
  await context.addInitScript((name) => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      Reflect.get(window, name)(`${violatedDirective} blocked ${blockedURI} ${sample}`)
    })
  }, BREACH)
}
