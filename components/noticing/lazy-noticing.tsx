import { useEffect, useState } from 'react'
import type { Noticing, NoticingProps } from './noticing'

/** What tells of news, fetched once the room is on the screen so that it does not hold it up. Shows nothing. */
export function LazyNoticing(props: NoticingProps) {
  const [part, setPart] = useState<{ Noticing: typeof Noticing }>()
  useEffect(() => {
    const timer = setTimeout(() => {
      // The network is away; without it there is no news either, and the next page fetches it.
      import('./noticing').then(setPart, () => undefined)
    }, 200)
    return () => clearTimeout(timer)
  }, [])
  return part ? <part.Noticing {...props} /> : null
}
