import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

/**
 * A link within Parley. Not next/link: that would cost 3 KB and fetch ahead pages that are seldom gone to. A press with
 * a modifier, and a browser without JavaScript, follow it as any link.
 */
export function AppLink({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  const router = useRouter()
  function follow(event: MouseEvent) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.push(href)
  }
  return <a {...rest} href={href} onClick={follow} />
}
