// One message as a person finds their way about it.
import { expect, type Locator, type Page } from '@playwright/test'
import type { RoomPage } from './room-page'

export class RowPage {
  readonly page: Page
  readonly row: Locator
  readonly toolbar: Locator
  /** What opened over the room: menu, sheet or picker. */
  readonly dialog: Locator
  readonly edited: Locator

  constructor(
    readonly room: RoomPage,
    readonly body: string,
  ) {
    this.page = room.page
    // The oldest, since answers quote it; not by its whole text, since it may end in "(edited)".
    this.row = room.messages.filter({ hasText: body }).first()
    this.toolbar = this.row.getByRole('toolbar')
    this.dialog = room.dialog
    this.edited = this.row.getByText('(edited)')
  }

  /** A button of the row's toolbar, which the mouse brings up. */
  async press(name: 'React' | 'Reply' | 'Other actions' | `React with ${string}`): Promise<void> {
    // What comes in meanwhile may move the row away from under the mouse: then one goes after it.
    await expect(async () => {
      // A page behind another one draws nothing, so nothing in it is ever still.
      await this.page.bringToFront()
      await this.row.getByText(this.body).first().hover({ timeout: 5_000 })
      await this.toolbar.getByRole('button', { name, exact: true }).click({ timeout: 2_000 })
    }).toPass()
  }

  /** An entry of its menu. */
  async choose(name: string): Promise<void> {
    await this.press('Other actions')
    await this.dialog.getByRole('button', { name, exact: true }).click()
  }

  async react(emoji: string): Promise<void> {
    await this.press('React')
    await this.toolbar.getByRole('button', { name: `React with ${emoji}` }).click()
  }

  /** The chip of an emoji, whatever its count. */
  chip(emoji: string): Locator {
    return this.row.getByRole('button', { name: new RegExp(`^${emoji} from`) })
  }

  /** Rests a finger on it until something opens. */
  async longPress(): Promise<void> {
    const { x, y } = await this.place()
    const touch = await this.page.context().newCDPSession(this.page)
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
    await expect(this.dialog).toBeVisible()
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await touch.detach()
  }

  /** The middle of its text, in the page. */
  async place(): Promise<{ x: number; y: number }> {
    const text = this.row.getByText(this.body).first()
    await text.scrollIntoViewIfNeeded()
    const box = await text.boundingBox()
    if (!box) throw new Error('The message is not on the screen.')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  async id(): Promise<string> {
    return (await this.row.getAttribute('id'))?.replace(/^m-/, '') ?? ''
  }
}
