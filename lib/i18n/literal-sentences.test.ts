// Every sentence stands in the catalogue: what a component says by itself is in one language for ever.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { literalSentences } from '../testing/literal-sentences'

const files = ['app', 'components'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => `${folder}/${path}`),
)

describe('no component has a sentence of its own [E88]', () => {
  it.each(files)('%s', (path) => {
    expect(literalSentences(path, readFileSync(path, 'utf8'))).toEqual([])
  })

  it.each([
    ['<p>Hello</p>', 'Hello'],
    ['<p>{isOpen ? "open" : t("room.shut")}</p>', 'open'],
    ['<p>{name && `by !{name}`}</p>', 'by …'],
    ['<p>{"by " + name}</p>', 'by'],
    ['<button aria-label="close" />', 'close'],
    ['<Dialog title={`!{name} left`} />', '… left'],
    ['announce("gone")', 'gone'],
    ['const WORDS = { left: "You left the room" }', 'You left the room'],
  ])('would catch %s', (written, literal) => {
    const code = written.replaceAll('!{', '${')
    expect(literalSentences('components/room/made-up.tsx', code)).toEqual([literal])
  })

  it('would catch the title of a page', () => {
    expect(literalSentences('app/made-up.tsx', "export const metadata = { title: 'Lobby' }")).toEqual(['Lobby'])
  })

  it.each([
    '<p className="text-sm">{t("room.empty")} · {count}</p>',
    '<b>Parley</b>',
    '<p>{kind === "private" ? t("a.b") : null}</p>',
    'throw new Error("Stands outside of it.")',
    '<input type="text" name="code" dir="auto" />',
  ])('lets %s be', (code) => {
    expect(literalSentences('components/room/made-up.tsx', code)).toEqual([])
  })
})
