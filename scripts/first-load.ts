// What a browser loads before a page is whole, measured on a real answer of the server.
import { gzipSync } from 'node:zlib'

/** Bytes as they travel: text gzipped, fonts as they are. */
export type FirstLoad = { html: number; scripts: number; styles: number; fonts: number }

/** Every script that the page's HTML names: tags, preloads and the chunks of its components. */
export function findScripts(html: string): string[] {
  const tags = html.replace(/<script\b[^>]*\bnomodule\b[^>]*>/gi, '')
  return findAssets(tags, 'js')
}

/** The styles, or the fonts to be loaded ahead, that the page's HTML names. */
export function findAssets(html: string, kind: 'js' | 'css' | 'woff2'): string[] {
  return [...new Set(html.match(new RegExp(`/_next/static/[^"'\\\\\\s?]+\\.${kind}`, 'g')))].sort()
}

/** @throws Error when a file does not load, or when there is no script: the page is then not what it should be. */
export async function measureFirstLoad(origin: string, html: string): Promise<FirstLoad> {
  const scripts = findScripts(html)
  if (scripts.length === 0) throw new Error('The page names no script, so it is no page of the app.')
  const fetchAll = (paths: string[]): Promise<Buffer[]> => Promise.all(paths.map((path) => load(origin, path)))
  const [js, css, woff2] = await Promise.all([
    fetchAll(scripts),
    fetchAll(findAssets(html, 'css')),
    fetchAll(findAssets(html, 'woff2')),
  ])
  return {
    html: gzipped(Buffer.from(html)),
    scripts: sum(js.map(gzipped)),
    styles: sum(css.map(gzipped)),
    fonts: sum(woff2.map(({ length }) => length)),
  }
}

async function load(origin: string, path: string): Promise<Buffer> {
  const response = await fetch(new URL(path, origin))
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
  return Buffer.from(await response.arrayBuffer())
}

const gzipped = (bytes: Buffer): number => gzipSync(bytes, { level: 9 }).length
const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0)
