// Messages that name me, that come from somebody I blocked, and one person at two tabs.
import { elsewhere } from './support/elsewhere'
import { RowPage } from './support/row-page'
import { expect, test } from './support/test'

test('[E36] A message that names me or everybody is lit, and no other', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Ad')])
  await bo.join(await ada.create())
  const lines = ['@Ada, can you confirm?', '@all the list closes', 'Ada, no sign', 'mail to x@Ada', '@Ad is me']
  for (const line of lines) await bo.room.saySurely(line)
  const isLit = async (body: string) => {
    const row = ada.room.messages.filter({ hasText: body })
    await expect(row).toBeVisible()
    return (await row.getAttribute('data-mention')) !== null
  }
  const lit: boolean[] = []
  for (const line of lines) lit.push(await isLit(line))
  expect(lit).toEqual([true, true, false, false, false])
  // The lamp as a bar, not only as a shade of the ground.
  const lamp = ada.room.messages.filter({ hasText: '@all' })
  expect(await lamp.evaluate((row) => getComputedStyle(row).boxShadow)).toMatch(/inset/)
  await expect(bo.room.messages.filter({ hasText: '@all' })).not.toHaveAttribute('data-mention')
})

test('Messages of somebody I blocked are folded, also where they are quoted, and open one by one', async ({
  person,
}) => {
  const [ada, bo, mina] = await Promise.all([person('Ada'), person('Bo'), person('Mina')])
  const code = await ada.create()
  await bo.join(code)
  await mina.join(code)
  await bo.room.saySurely('Something unkind')
  await new RowPage(mina.room, 'Something unkind').press('Reply')
  await mina.room.saySurely('Please stop')
  await expect(ada.room.message('Please stop')).toContainText('Something unkind')
  await elsewhere(ada, code, async (client, { members }) => {
    const target = members.list.find(({ name }) => name === 'Bo')
    if (target) await client.do('person:silence', { userId: target.userId, kind: 'block', on: true })
  })
  const folded = ada.room.messages.first()
  await expect(folded).toContainText('Message from someone you blocked')
  await expect(ada.room.log.getByText('Something unkind')).toHaveCount(0)
  await expect(ada.room.message('Please stop').getByRole('button', { name: /^In reply to/ })).toHaveAccessibleName(
    'In reply to: Message from someone you blocked',
  )
  await bo.room.saySurely('And again')
  await expect(ada.room.log.getByText('Message from someone you blocked', { exact: true })).toHaveCount(3)
  await expect(bo.room.message('And again')).toBeVisible()

  await folded.getByRole('button', { name: 'Show' }).click()
  await expect(folded).toBeFocused()
  await expect(folded).toContainText('Something unkind')
  await expect(ada.room.log.getByText('And again')).toHaveCount(0)
  await ada.room.reload()
  await expect(ada.room.messages.first()).toContainText('Message from someone you blocked')
})

test('A name or a picture in the list opens the card of its person, and gives the focus back', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  await bo.join(await ada.create())
  await bo.room.saySurely('Good morning')
  await ada.room.saySurely('And to you')
  const name = ada.room.message('Good morning').getByRole('button', { name: 'Bo', exact: true })
  await name.click()
  await expect(ada.room.dialog.getByRole('heading', { name: 'Bo' })).toBeVisible()
  await ada.page.keyboard.press('Escape')
  await expect(name).toBeFocused()
  await expect(ada.room.message('And to you').getByRole('button', { name: 'Ada', exact: true })).toHaveCount(0)
})

test('[E27] [E28] [E30] Two tabs of one person stay in step', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create()
  await ada.room.saySurely('Draft')
  const other = await ada.tab(`/room/${code}`)
  const [here, there] = [new RowPage(ada.room, 'Draft'), new RowPage(other, 'Draft')]
  await here.react('👍')
  await expect(there.chip('👍')).toHaveAttribute('aria-pressed', 'true')
  await there.chip('👍').click()
  await expect(here.chip('👍')).toHaveCount(0)

  await there.choose('Edit')
  await other.page.locator('#composer').fill('Final')
  await other.page.keyboard.press('Enter')
  await expect(new RowPage(ada.room, 'Final').edited).toBeVisible()
  await new RowPage(ada.room, 'Final').choose('Delete')
  await expect(new RowPage(other, 'Final').row).toHaveCount(0)
  await other.page.getByRole('button', { name: 'Undo' }).click()
  for (const room of [ada.room, other]) await expect(new RowPage(room, 'Final').row).toBeVisible()
})
