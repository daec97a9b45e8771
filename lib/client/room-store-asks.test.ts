import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, say } from '../testing/story'
import { bodies, openTab, type Tab, until } from '../testing/tab'

let server: TestServer
let ada: Person
let teo: Person
let other: Client
const tabs: Tab[] = []
beforeAll(async () => {
  // The digest's round never comes: nothing here may wait for it.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = await startServer()
})
afterAll(async () => {
  await server.close()
  vi.useRealTimers()
})
beforeEach(async () => {
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
  other = await enter(server, teo)
})
afterEach(async () => {
  other.close()
  for (const tab of tabs.splice(0)) await tab.close()
})

async function open(person = ada): Promise<Tab> {
  const tab = await openTab(server, person)
  tabs.push(tab)
  return tab
}

/** A message of Ada's own, as her tab holds it. */
async function post(tab: Tab, body: string) {
  tab.room.send(body)
  const { timeline } = await until(tab.room, (state) => bodies(state).includes(body))
  const message = timeline.messages.find((one) => one.body === body)
  if (!message) throw new Error('The message is not there.')
  return message
}

describe('an own message', () => {
  test('that is edited or reacted to shows it at once, and is so for the others', async () => {
    const tab = await open()
    const { id } = await post(tab, 'One.')
    tab.room.edit(id, 'Uno.')
    tab.room.react(id, '🎉', true)
    expect(tab.room.getState().shown).toMatchObject([
      { body: 'Uno.', reactions: [{ emoji: '🎉', userIds: [ada.userId] }] },
    ])
    const { messages } = await other.hears('room:advanced', (advance) =>
      advance.messages.some(({ reactions }) => reactions !== undefined),
    )
    expect(messages).toMatchObject([{ body: 'Uno.', reactions: [{ emoji: '🎉', userIds: [ada.userId] }] }])
    await until(tab.room, ({ changes, stored }) => changes.length === 0 && stored.length === 0)
    expect(tab.room.getState().timeline.messages).toMatchObject([{ id, body: 'Uno.' }])
  })

  test('[E20] that is deleted can be brought back until the moment is over, and goes when the page is left', async () => {
    const tab = await open()
    const [kept, gone] = [await post(tab, 'Kept.'), await post(tab, 'Gone.')]
    const undo = tab.room.remove(kept.id)
    tab.room.remove(gone.id)
    expect(tab.room.getState().shown.map(({ deletedAt }) => deletedAt !== undefined)).toEqual([true, true])
    tab.room.drop(undo ?? '')
    expect(tab.room.getState().shown.map(({ body }) => body)).toEqual(['Kept.', ''])
    tab.stop()
    const { messages } = await other.hears('room:advanced', (advance) =>
      advance.messages.some(({ deletedAt }) => deletedAt !== undefined),
    )
    expect(messages.map(({ id }) => id)).toEqual([gone.id])
  })

  test('whose change is refused for good says so, and is shown as the log has it', async () => {
    const tab = await open()
    const { id } = await post(tab, 'One.')
    tab.room.edit(id, 'x'.repeat(5_000))
    const { changes, shown } = await until(tab.room, (state) => state.changes[0]?.failed !== undefined)
    expect(changes).toMatchObject([{ kind: 'edit', failed: 'too_large' }])
    expect(shown.map(({ body }) => body)).toEqual(['One.'])
  })
})

describe('what a room is asked', () => {
  test('to find is found, page by page', async () => {
    for (const body of ['red one', 'blue two', 'red three']) await say(other, ada.roomId, body)
    const tab = await open()
    const found = await tab.room.search('red')
    expect(found).toMatchObject({ ok: true, value: { messages: [{ body: 'red three' }, { body: 'red one' }] } })
    expect(await tab.room.search('red', 3)).toMatchObject({ ok: true, value: { messages: [{ body: 'red one' }] } })
  })

  test('to call one by another name does so here at once, and where the name is taken changes nothing', async () => {
    const tab = await open()
    expect(await tab.room.rename('Teo')).toMatchObject({ ok: false, code: 'name_taken' })
    expect(tab.room.getState().self.name).toBe('Ada')
    expect(await tab.room.rename('  Ada  Lovelace ')).toMatchObject({ ok: true })
    expect(tab.room.getState().self.name).toBe('Ada Lovelace')
    const second = await open()
    await second.room.rename('Countess')
    await until(tab.room, ({ self }) => self.name === 'Countess')
  })

  test('to tell less is kept for the next visit', async () => {
    const tab = await open()
    expect(await tab.room.setLevel('mentions')).toMatchObject({ ok: true })
    expect(tab.room.getState().self.level).toBe('mentions')
    expect((await open()).room.getState().self.level).toBe('mentions')
  })

  test('in a private chat to burn it burns it, and in a room of many it is refused', async () => {
    const tab = await open()
    expect(await tab.room.burn()).toMatchObject({ ok: false, code: 'forbidden' })
    const { privateId } = await befriend(server, ada, teo)
    const own = await open({ ...ada, roomId: privateId })
    await post(own, 'Between us.')
    expect(await own.room.burn()).toMatchObject({ ok: true, value: { by: ada.userId, messages: 1 } })
    const { timeline } = await until(own.room, ({ room }) => room.kind === 'private' && room.burned !== undefined)
    await until(own.room, (state) => bodies(state).length === 0)
    expect(timeline.head).toBeGreaterThan(0)
  })

  test('before it is on the screen, or after it left it, is answered offline and nothing is sent', async () => {
    const tab = await open()
    tab.stop()
    const sent: string[] = []
    tab.line.socket.onAnyOutgoing((name: string) => sent.push(name))
    const { room } = tab
    const answers = [room.search('x'), room.rename('x'), room.burn(), room.rotateCode(), room.setLevel('all')]
    for (const answer of await Promise.all(answers)) expect(answer).toEqual({ ok: false, code: 'offline' })
    room.send('Nobody hears this.')
    room.typing()
    room.stopTyping()
    expect(sent).toEqual([])
  })
})
