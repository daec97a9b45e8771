'use client'

import { useEffect } from 'react'

/** Registers the service worker once the page has loaded and has nothing else to do. Nothing is seen of it. */
export function LazyRegister() {
  useEffect(() => {
    const begin = () => void import('./register').then(({ register }) => register(), ignore)
    if (document.readyState === 'complete') begin()
    else window.addEventListener('load', begin)
    return () => window.removeEventListener('load', begin)
  }, [])
  return null
}

/** The network is away; the next page asks again. */
function ignore() {}
