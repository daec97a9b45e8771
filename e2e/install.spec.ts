// Installing Parley, the page that stands in for a server that is away, and the offer of a new version.
import { expectAccessible } from './support/axe'
import type { Person } from './support/person'
import { expect, test, UNBOUNDED } from './support/test'

/** What a browser says of a server that is away. */
const AWAY = [/WebSocket connection/, /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|FAILED)/]
const ALLOWED = { serviceWorkers: 'allow', tolerates: AWAY } as const

/** The service worker of the page is there and has kept what it keeps. */
async function isInstalled({ page }: Person): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await expect.poll(() => page.evaluate(() => caches.match('/offline').then((kept) => kept?.status))).toBe(200)
}

test('The manifest names Parley and its icons, which are as large as it says', async ({ person }) => {
  const { page } = await person('Ada')
  await page.goto('/join')
  const href = await page.locator('link[rel=manifest]').getAttribute('href')
  const answer = await page.request.get(href ?? '')
  const manifest = await answer.json()
  expect(manifest).toMatchObject({ name: 'Parley', start_url: '/', display: 'standalone', lang: 'en', dir: 'ltr' })
  expect(manifest.icons.map(({ purpose }: { purpose?: string }) => purpose)).toContain('maskable')
  const touch = await page.locator('link[rel=apple-touch-icon]').getAttribute('href')
  const icons = [...manifest.icons, { src: touch, sizes: '180x180' }]
  for (const { src, sizes } of icons) {
    const drawn = await page.evaluate(async (url) => {
      const picture = await createImageBitmap(await (await fetch(url)).blob())
      return `${picture.width}x${picture.height}`
    }, src)
    expect(drawn, src).toBe(sizes)
  }
  expect(icons).toHaveLength(4)
})

test('While the server is away a page of our own says so, in the language of the reader, and leads back', async ({
  person,
  serve,
}) => {
  const server = await serve({ env: UNBOUNDED })
  const ada = await person('Ada', { server, ...ALLOWED })
  await ada.create('Harbour')
  await isInstalled(ada)
  const address = ada.page.url()
  await server.kill('SIGKILL')
  await ada.page.reload()
  await expect(ada.page.getByRole('heading', { name: 'No connection' })).toBeVisible()
  await expect(ada.page.getByRole('button', { name: 'Try again' })).toHaveCSS('background-color', 'rgb(0, 100, 115)')
  await expectAccessible(ada.page, 'the offline page')
  await serve({ env: UNBOUNDED, port: server.port, dataDir: server.dataDir })
  await ada.page.getByRole('button', { name: 'Try again' }).click()
  await ada.room.isOpen()
  expect(ada.page.url()).toBe(address)

  await ada.context.addCookies([{ name: 'parley-lang', value: 'es', url: server.origin }])
  await ada.page.reload()
  const kept = () => ada.page.evaluate(async () => (await caches.match('/offline'))?.text())
  await expect.poll(kept).toContain('Sin conexión')
})

test('Nothing that people write is kept by the service worker: no room, no answer of the API', async ({ person }) => {
  const ada = await person('Ada', ALLOWED)
  await ada.create('Harbour')
  await isInstalled(ada)
  await ada.room.reload()
  await ada.room.saySurely('For this room only')
  await ada.page.goto('/join')
  const kept = await ada.page.evaluate(async () => {
    const paths: string[] = []
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname)
    }
    return paths
  })
  expect(kept.length).toBeGreaterThan(5)
  expect(kept.filter((path) => !/^\/(_next\/static|icons)\//.test(path))).toEqual(['/offline'])
})

test('[E55] A new version is offered and never forced, and what stands in the message box is still there after', async ({
  person,
  serve,
}) => {
  const first = await serve({ env: UNBOUNDED })
  const ada = await person('Ada', { server: first, ...ALLOWED })
  await ada.create('Harbour')
  await isInstalled(ada)
  // A worker that looks after no page makes way at once.
  await ada.room.reload()
  const restart = async (env: Record<string, string>, before: typeof first) => {
    await before.kill('SIGTERM')
    return serve({ env: { ...UNBOUNDED, ...env }, port: first.port, dataDir: first.dataDir })
  }
  const isKnown = () => ada.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state)
  const offer = ada.page.getByRole('region', { name: 'Update' })

  const same = await restart({}, first)
  await ada.room.saySurely('The same build again')
  await ada.page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))
  expect(await isKnown()).toBe(undefined)
  await expect(offer).toHaveCount(0)

  await ada.room.composer.fill('Half a thought')
  await ada.page.evaluate(() => Reflect.set(window, 'isSamePage', true))
  await restart({ NODE_OPTIONS: '--import ./e2e/support/other-build.mjs' }, same)
  await expect(offer).toContainText('A new version of Parley is here.')
  expect(await isKnown()).toBe('installed')
  expect(await ada.page.evaluate(() => Reflect.get(window, 'isSamePage'))).toBe(true)
  await expect(ada.room.composer).toHaveValue('Half a thought')
  await expectAccessible(ada.page, 'the offer of a new version')
  await offer.getByRole('button', { name: 'Refresh to update' }).click()
  await ada.page.waitForFunction(() => Reflect.get(window, 'isSamePage') !== true)
  await ada.room.isOpen()
  await expect(ada.room.composer).toHaveValue('Half a thought')
  await expect(offer).toHaveCount(0)
  expect(await ada.page.evaluate(() => caches.keys())).toEqual(['parley-shell-another-build'])
})
