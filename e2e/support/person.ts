// One person at a browser of their own.
import type { BrowserContext, Page } from '@playwright/test'
import { create, type Host, join, type Person as Member } from '#lib/testing/client'
import type { ParleyProcess } from '#lib/testing/process'
import { roomCode } from './room-code'
import { RoomPage } from './room-page'

export type Person = {
  name: string
  server: ParleyProcess
  context: BrowserContext
  /** Their first tab. */
  page: Page
  /** The room in their first tab. */
  room: RoomPage
  /** One more tab, with a room in it. */
  tab(path: string): Promise<RoomPage>
  /** Becomes a member as the form would make them one, and opens the room; the lobby without a code. */
  join(code?: string): Promise<void>
  /** Opens a room of their own, past the form. */
  create(title?: string): Promise<string>
  /** The network goes away; every open tab has heard of it when this resolves. */
  goOffline(): Promise<void>
  /** The network is back; the tabs hear of it by themselves. */
  goOnline(): Promise<void>
}

/** What a browser says of a network that is away. */
export const AWAY = [
  /WebSocket connection/,
  /ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)/,
]

/** Pages hear of a lost network by an event, some time after Chromium cut it: until then an open socket still sends. */
async function takeNetworkFrom(context: BrowserContext): Promise<void> {
  const tabs = await Promise.all(
    context.pages().map((page) =>
      page.evaluateHandle(() => ({
        heard: new Promise<void>((resolve) => addEventListener('offline', () => setTimeout(resolve), { once: true })),
      })),
    ),
  )
  await context.setOffline(true)
  await Promise.all(tabs.map((tab) => tab.evaluate(({ heard }) => heard)))
}

export async function createPerson(name: string, server: ParleyProcess, context: BrowserContext): Promise<Person> {
  const page = await context.newPage()
  const room = new RoomPage(page)
  let member: Member | undefined

  async function comeIn(how: (host: Host) => Promise<Member>): Promise<string> {
    member = await server.within(how)
    const [cookie = '', value = ''] = member.cookie.split('=')
    await context.addCookies([{ name: cookie, value, url: server.origin, httpOnly: true, sameSite: 'Lax' }])
    await room.open(`/room/${member.code}`)
    return member.code
  }

  return {
    name,
    server,
    context,
    page,
    room,
    async tab(path) {
      const other = new RoomPage(await context.newPage())
      await other.open(path)
      return other
    },
    join: async (code = 'lobby') => void (await comeIn((host) => join(host, name, roomCode(code), member))),
    create: (title) => comeIn((host) => create(host, name, title)),
    goOffline: () => takeNetworkFrom(context),
    goOnline: () => context.setOffline(false),
  }
}
