import { useEffect, useLayoutEffect } from 'react'

/** Keeps the title of the tab, also when the page brings its own again. */
export function useTitle(title: string): void {
  useLayoutEffect(() => {
    // As the browser gives it back.
    const wanted = title.replace(/\s+/g, ' ').trim()
    const write = (): void => {
      if (document.title !== wanted) document.title = wanted
    }
    write()
    const observer = new MutationObserver(write)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [title])
}

/** The icon of the tab, with the lamp lit while something is new. */
export function useFavicon(isLit: boolean): void {
  useEffect(() => {
    if (!isLit) return
    const links = document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')
    const before = Array.from(links, (link) => [link, link.getAttribute('href') ?? ''] as const)
    for (const link of links) link.setAttribute('href', '/icon-unread.svg')
    return () => {
      for (const [link, href] of before) link.setAttribute('href', href)
    }
  }, [isLit])
}

/** The number on the icon of the installed app, where there is one. */
export function useAppBadge(count: number): void {
  useEffect(() => {
    // Refused where the app is not installed, which is no fault.
    const refused = (): void => undefined
    if (!('setAppBadge' in navigator)) return
    if (count > 0) navigator.setAppBadge(count).catch(refused)
    else navigator.clearAppBadge().catch(refused)
  }, [count])
}
