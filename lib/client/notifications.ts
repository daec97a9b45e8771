// The system's notifications. The browser is asked for them only by `askToNotify`.
import { useSyncExternalStore } from 'react'

/** `missing`: this browser has none, or not for a page that came over plain http. */
export type NotifyState = NotificationPermission | 'missing'

const listeners = new Set<() => void>()
let watched: PermissionStatus | undefined

export function readNotifyState(): NotifyState {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'missing'
}

function tell(): void {
  for (const listener of listeners) listener()
}

/** The permission can be changed in the browser's settings at any time. */
async function watchPermission(): Promise<void> {
  watched ??= await navigator.permissions?.query({ name: 'notifications' }).catch(() => undefined)
  watched?.addEventListener('change', tell)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  void watchPermission()
  return () => listeners.delete(listener)
}

export function useNotifyState(): NotifyState {
  return useSyncExternalStore(subscribe, readNotifyState, () => 'missing')
}

export async function askToNotify(): Promise<void> {
  await Notification.requestPermission()
  tell()
}

export type Notice = { title: string; body: string; tag: string; lang: string; onPress: () => void }

/** Shows a notification where that is allowed; one with the same tag takes the place of the one before. */
export function notify({ title, body, tag, lang, onPress }: Notice): void {
  if (readNotifyState() !== 'granted') return
  try {
    const shown = new Notification(title, { body, tag, lang, dir: 'auto', icon: '/icon-unread.svg' })
    shown.onclick = () => {
      window.focus()
      shown.close()
      onPress()
    }
  } catch {
    // Chrome on Android has notifications for service workers only.
  }
}
