// Makes the people of a test, and in the end says what went wrong in any of their pages.
import { type Browser, type BrowserContextOptions, expect } from '@playwright/test'
import type { ParleyProcess } from '#lib/testing/process'
import { createPerson, type Person } from './person'
import { watch } from './watch'

export type PersonOptions = Omit<BrowserContextOptions, 'baseURL'> & {
  /** Whose pages they open; the worker's server otherwise. */
  server?: ParleyProcess
  /** What their console may say in this story, such as that the network is away. */
  tolerates?: RegExp[]
}

/** A desk and a phone as the stories mean them. */
export const DESK = { viewport: { width: 1280, height: 820 } } satisfies PersonOptions
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
} satisfies PersonOptions

export function createPeople(browser: Browser, home: ParleyProcess) {
  const people: Person[] = []
  const faults: string[] = []

  return {
    async person(name: string, { server = home, tolerates = [], ...options }: PersonOptions = {}): Promise<Person> {
      const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block', ...options })
      await watch(context, (fault) => {
        if (!tolerates.some((pattern) => pattern.test(fault))) faults.push(`${name}: ${fault}`)
      })
      const person = await createPerson(name, server, context)
      people.push(person)
      return person
    },

    /** @throws when any page reported a fault */
    async close(): Promise<void> {
      await Promise.all(people.map(({ context }) => context.close()))
      expect(faults, 'console errors, page errors, dialogs and breaches of the content security policy').toEqual([])
    },
  }
}
