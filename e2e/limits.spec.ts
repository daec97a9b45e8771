// What is too much: the text is kept, the wait is told, and what can wait goes out by itself.
import { expect, test } from './support/test'

test('Too many messages at once: the wait is shown, the text stays, and all go out by themselves in order', async ({
  person,
  serve,
}) => {
  // So few that even a slow machine types more.
  const server = await serve({ env: { LIMITS: 'messageBurst=2' } })
  const [ada, bo] = await Promise.all([person('Ada', { server }), person('Bo', { server })])
  const code = await ada.create()
  await bo.join(code)
  const bodies = Array.from({ length: 8 }, (_, index) => `Quick ${index + 1}.`)
  for (const body of bodies) await ada.room.say(body)
  await ada.room.composer.fill('Still writing')
  await expect(ada.page.getByText(/^Sending again in \d+ s$/)).toBeVisible()
  await expect(ada.room.composer).toHaveAccessibleDescription(/^Sending again in \d+ s$/)
  await expect(bo.room.messages).toHaveText(bodies.map((body) => new RegExp(body.replace('.', '\\.'))))
  await expect(ada.room.log.getByText('Sending')).toHaveCount(0)
  await expect(ada.page.getByText(/^Sending again in/)).toHaveCount(0)
  await expect(ada.room.composer).toHaveValue('Still writing')
})

test('An over-long message cannot be sent, is told by how much, and stays until it is shorter', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  const { composer, send } = ada.room
  await composer.fill('a'.repeat(3_300))
  await expect(composer).toHaveAccessibleDescription('700 characters left')
  await composer.fill('a'.repeat(4_003))
  await expect(composer).toHaveAccessibleDescription('3 characters too long. Shorten it to send it.')
  await expect(composer).toHaveAttribute('aria-invalid', 'true')
  await expect(send).toBeDisabled()
  await composer.press('Enter')
  await expect(composer).toHaveValue('a'.repeat(4_003))
  await expect(ada.room.messages).toHaveCount(0)
  for (const _ of 'abc') await composer.press('Backspace')
  await composer.press('Enter')
  await ada.room.hasStored('a'.repeat(4_000))
})

test('Shift and Enter break the line, an empty message is none, and a message keeps its lines', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  const { composer, send } = ada.room
  await expect(send).toBeDisabled()
  await composer.press('Enter')
  await composer.fill('   ')
  await composer.press('Enter')
  await expect(ada.room.messages).toHaveCount(0)
  await composer.fill('one')
  await composer.press('Shift+Enter')
  await composer.pressSequentially('two')
  await composer.press('Enter')
  await ada.room.hasStored('one\ntwo')
  await expect(composer).toBeFocused()
})
