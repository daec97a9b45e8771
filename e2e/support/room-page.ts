// A room as a person finds their way about it: by roles and names, never by how it is built.
import { expect, type Locator, type Page } from '@playwright/test'

export class RoomPage {
  readonly composer: Locator
  readonly send: Locator
  readonly log: Locator
  /** Every message, oldest first; day labels and notices have no name and are left out. */
  readonly messages: Locator
  readonly people: Locator
  readonly invites: Locator
  readonly dialog: Locator

  constructor(readonly page: Page) {
    this.composer = page.getByRole('textbox', { name: /^Message / })
    this.send = page.getByRole('button', { name: 'Send message' })
    this.log = page.getByRole('log')
    this.messages = this.log.getByRole('listitem', { name: /\S/ })
    this.people = page.getByRole('complementary', { name: 'People' })
    this.invites = page.getByRole('region', { name: 'Invites' })
    this.dialog = page.getByRole('dialog')
  }

  /** The room is on the screen and alive: React has taken over what the server sent. */
  async isOpen(): Promise<void> {
    await expect(this.composer).toBeVisible()
    await this.page.waitForFunction(() => {
      const box = document.querySelector('textarea')
      return box !== null && Object.keys(box).some((key) => key.startsWith('__reactProps'))
    })
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path)
    await this.isOpen()
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.isOpen()
  }

  /** The row of a message by its whole text. */
  message(body: string): Locator {
    return this.log.getByRole('listitem').filter({ has: this.page.getByText(body, { exact: true }) })
  }

  /** Types and presses Enter, as one does. */
  async say(body: string): Promise<void> {
    await this.composer.fill(body)
    await this.composer.press('Enter')
    await expect(this.composer).toHaveValue('')
  }

  /** Types and presses the button, as one does on touch, where Enter breaks the line. */
  async press(body: string): Promise<void> {
    await this.composer.fill(body)
    await this.send.click()
    await this.hasStored(body)
  }

  /** Said and stored. */
  async saySurely(body: string): Promise<void> {
    await this.say(body)
    await this.hasStored(body)
  }

  /** The message stands there once, and nothing is left to be sent about it. */
  async hasStored(body: string): Promise<void> {
    await expect(this.message(body)).toHaveCount(1)
    await expect(this.message(body).getByText('Sending')).toHaveCount(0)
    await expect(this.message(body).getByRole('button', { name: 'Try again' })).toHaveCount(0)
  }

  /** A line about who came or went. */
  notice(text: string): Locator {
    return this.log.getByText(text, { exact: true })
  }

  /** How many are here, as the top bar says it. */
  online(count: number): Locator {
    return this.page.getByRole('banner').getByRole('button', { name: `People, ${count} online` })
  }

  /** Another one in the list of people; for oneself there is no button. */
  other(name: string): Locator {
    return this.people.getByRole('button', { name: new RegExp(`^${name} `) })
  }

  async openPerson(name: string): Promise<Locator> {
    await this.other(name).click()
    await expect(this.dialog).toBeVisible()
    return this.dialog
  }

  /** Asks for a private chat and closes the card again. */
  async invite(name: string, note?: string): Promise<void> {
    const card = await this.openPerson(name)
    if (note !== undefined) await card.getByRole('textbox').fill(note)
    await card.getByRole('button', { name: 'Invite to a private chat' }).click()
    await expect(card.getByRole('button', { name: 'Withdraw' })).toBeVisible()
    await this.page.keyboard.press('Escape')
    await expect(card).toBeHidden()
  }

  async accept(): Promise<void> {
    await this.invites.getByRole('button', { name: 'Accept' }).click()
  }

  /** Presses an entry of the room's menu. */
  async choose(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More' }).click()
    await this.page.getByRole('button', { name: item }).click()
  }
}
