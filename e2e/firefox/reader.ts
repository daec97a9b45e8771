// Ada at a Firefox, in a box of 390 × 600 px with messages of mixed height, and Bo, who writes past any page.
import type { Browser, BrowserContext, Page } from 'puppeteer-core'
import { createClientMessageId, type MessageId, type RoomId } from '#lib/shared/ids'
import { type Client, connect, create, join } from '#lib/testing/client'
import type { ParleyProcess } from '#lib/testing/process'
import { type Line, numbered, seed } from '../support/seed'
import { beginWatch, endWatch, type Moves, type WatchedRow } from '../support/watch-rows'

const WATCH = '__parleyStillness'
const BREACHES = '__parleyBreaches'
const BOX = { width: 390, height: 600 }
/** Something as tall as a phone's screen; the list is then made as tall as asked. */
const SCREEN = 844

export type Reader = {
  page: Page
  /** Runs `act` and says what moved in it and in the 350 ms after. `scrollTo` is set first: 0 is the end. */
  watch(options: { scrollTo?: number; row?: WatchedRow; act?: () => Promise<unknown> }): Promise<Moves>
  /** Makes the box of the list so large, as a keyboard or a turned phone would. */
  resize(size: Partial<typeof BOX>): Promise<void>
  /** Bo says it. Resolves when it is stored. */
  hears(body: string, replyTo?: MessageId): Promise<MessageId>
  /** Waits until the message stands in the list. */
  shows(body: string): Promise<void>
  /** Waits until a button is called so. */
  offers(button: string): Promise<void>
  /** Ends both. @throws Error with what went wrong in the page meanwhile */
  leave(): Promise<void>
}

/** A hundred messages, none as tall as the next. */
export function mixed(count = 100): Line[] {
  return numbered(count).map(({ by, say }, index) => ({ by, say: `${say} ${'and more of it '.repeat(index % 9)}` }))
}

type Options = { lines?: Line[]; hasScript?: boolean }

export async function openReader(
  browser: Browser,
  server: ParleyProcess,
  { lines = mixed(), hasScript = true }: Options = {},
): Promise<Reader> {
  const { ada, bo, client } = await server.within(async (host) => {
    const ada = await create(host, 'Ada', 'Harbour planning')
    const bo = await join(host, 'Bo', ada.code)
    return { ada, bo, client: await connect(host, bo) }
  })
  await seed(server, ada.code, lines)
  const context = await browser.createBrowserContext()
  const [name = '', value = ''] = ada.cookie.split('=')
  await context.setCookie({ name, value, domain: '127.0.0.1', httpOnly: true, sameSite: 'Lax' })
  const page = await context.newPage()
  const faults = await listen(page)
  const resize = resizer(page)
  await page.setViewport({ width: BOX.width, height: SCREEN })
  if (!hasScript) await withoutScripts(page)
  await page.goto(`${server.origin}/room/${ada.code}`)
  if (hasScript) await isAlive(page)
  await resize(BOX)
  return reader({ page, context, client, roomId: bo.roomId, faults, resize })
}

type Parts = Pick<Reader, 'page' | 'resize'> & {
  context: BrowserContext
  client: Client
  roomId: RoomId
  faults: () => Promise<string[]>
}

function reader({ page, context, client, roomId, faults, resize }: Parts): Reader {
  return {
    page,
    resize,
    async watch({ scrollTo, row = 'first whole', act = async () => {} }) {
      await page.evaluate(beginWatch, { key: WATCH, scrollTo, row })
      await act()
      const seen = await page.evaluate(endWatch, WATCH)
      if (seen.frames <= 5) throw new Error(`Only ${seen.frames} frames were painted.`)
      return seen
    },
    hears: (body, replyTo) => say(client, roomId, body, replyTo),
    async shows(body) {
      await page.waitForFunction(
        (text) => [...document.querySelectorAll('[role=log] li.row')].some((row) => row.textContent?.includes(text)),
        {},
        body,
      )
    },
    async offers(button) {
      await page.waitForFunction(
        (text) => [...document.querySelectorAll('button')].some((one) => one.textContent?.trim() === text),
        {},
        button,
      )
    },
    async leave() {
      const told = await faults()
      client.close()
      await context.close()
      if (told.length > 0) throw new Error(`In the page:\n${told.join('\n')}`)
    },
  }
}

async function say(client: Client, roomId: RoomId, body: string, replyTo?: MessageId): Promise<MessageId> {
  const clientMessageId = createClientMessageId()
  const payload = { roomId, clientMessageId, body, ...(replyTo === undefined ? {} : { replyTo }) }
  const { id } = await client.do('message:send', payload)
  return id
}

/** Errors of the page, what its console calls one, and breaches of the content security policy. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`page error: ${error instanceof Error ? error.message : String(error)}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  await page.evaluateOnNewDocument((key) => {
    const breaches: string[] = []
    Reflect.set(window, key, breaches)
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      breaches.push(`${violatedDirective} blocked ${blockedURI}`)
    })
  }, BREACHES)
  return async () => {
    const breaches = await page.evaluate((key): string[] => Reflect.get(window, key) ?? [], BREACHES)
    return [...faults, ...breaches.map((breach) => `content security policy: ${breach}`)]
  }
}

/** The page as it is before its scripts have come. */
async function withoutScripts(page: Page): Promise<void> {
  await page.setRequestInterception(true)
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    void (pathname.endsWith('.js') ? request.abort() : request.continue())
  })
}

/** React has taken over what the server sent. */
async function isAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const box = document.querySelector('textarea')
    return box !== null && Object.keys(box).some((key) => key.startsWith('__reactProps'))
  })
}

function resizer(page: Page): Reader['resize'] {
  let size = BOX
  return async (change) => {
    size = { ...size, ...change }
    const around = await page.evaluate(() => {
      const box = document.querySelector('[role=log]')?.parentElement
      if (!box) throw new Error('There is no log.')
      return window.innerHeight - box.clientHeight
    })
    await page.setViewport({ width: size.width, height: size.height + around })
    await page.waitForFunction(
      ({ width, height }) => {
        const box = document.querySelector('[role=log]')?.parentElement
        return box?.offsetWidth === (width ?? box?.offsetWidth) && box?.offsetHeight === (height ?? box?.offsetHeight)
      },
      {},
      // What stands around the list may be taller where it is narrower: only what was asked for is waited for.
      change,
    )
  }
}
