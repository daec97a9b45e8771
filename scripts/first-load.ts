// What a browser loads of our JavaScript before a page is whole, measured on a real answer of the server.
import { gzipSync } from 'node:zlib'

export type FirstLoad = { files: number; gzippedBytes: number }

/** Every script that the page's HTML names: tags, preloads and the chunks of its components. */
export function findScripts(html: string): string[] {
  const tags = html.replace(/<script\b[^>]*\bnomodule\b[^>]*>/gi, '')
  return [...new Set(tags.match(/\/_next\/static\/[^"'\\\s?]+\.js/g))].sort()
}

/** @throws Error when a script does not load, or when there is none: the page is then not what it should be. */
export async function measureFirstLoad(origin: string, html: string): Promise<FirstLoad> {
  const paths = findScripts(html)
  if (paths.length === 0) throw new Error('The page names no script, so it is no page of the app.')
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const response = await fetch(new URL(path, origin))
      if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
      return gzipSync(Buffer.from(await response.arrayBuffer()), { level: 9 }).length
    }),
  )
  return { files: paths.length, gzippedBytes: sizes.reduce((sum, size) => sum + size, 0) }
}
