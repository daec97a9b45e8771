import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { askToNotify, type Notice, notify, readNotifyState } from './notifications'

/** The system's notifications as a browser shows them. */
class Shown {
  static permission: NotificationPermission = 'granted'
  static answer: NotificationPermission = 'granted'
  static all: Shown[] = []
  static async requestPermission(): Promise<NotificationPermission> {
    Shown.permission = Shown.answer
    return Shown.permission
  }
  onclick?: () => void
  readonly close = vi.fn()
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    Shown.all.push(this)
  }
}

const focus = vi.fn()

function stubWindow({ isSecureContext = true, has = true } = {}): void {
  vi.stubGlobal('window', { isSecureContext, focus, ...(has ? { Notification: Shown } : {}) })
  vi.stubGlobal('Notification', Shown)
}

beforeEach(() => {
  stubWindow()
  Shown.all = []
  Shown.permission = 'granted'
  focus.mockClear()
})
afterEach(() => vi.unstubAllGlobals())

const notice = (onPress = () => {}): Notice => ({ title: 'Teo', body: 'Hello', tag: 'room', lang: 'en', onPress })

describe('the system’s notifications', () => {
  test('are missing where the browser has none, and where the page came over plain http', () => {
    expect(readNotifyState()).toBe('granted')
    stubWindow({ has: false })
    expect(readNotifyState()).toBe('missing')
    stubWindow({ isSecureContext: false })
    expect(readNotifyState()).toBe('missing')
  })

  test('are shown only where the person allowed them', async () => {
    for (const permission of ['default', 'denied'] as const) {
      Shown.permission = permission
      notify(notice())
    }
    expect(Shown.all).toEqual([])
    await askToNotify()
    notify(notice())
    expect(Shown.all).toMatchObject([
      { title: 'Teo', options: { body: 'Hello', tag: 'room', lang: 'en', dir: 'auto' } },
    ])
  })

  test('lead to what they tell of when they are pressed, and go', () => {
    const onPress = vi.fn()
    notify(notice(onPress))
    Shown.all[0]?.onclick?.()
    expect(focus).toHaveBeenCalledOnce()
    expect(Shown.all[0]?.close).toHaveBeenCalledOnce()
    expect(onPress).toHaveBeenCalledOnce()
  })

  test('that only a service worker may show, as on Android, break nothing', () => {
    const onlyForWorkers = Object.assign(
      class {
        constructor() {
          throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.')
        }
      },
      { permission: 'granted' },
    )
    vi.stubGlobal('Notification', onlyForWorkers)
    expect(() => notify(notice())).not.toThrow()
  })
})
