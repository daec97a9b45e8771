// Finds words for people that stand in the code and not in the catalogue, where a translator would never see them.
import { parseSync, Visitor } from 'vite'

/** What is seen, or said by a screen reader. */
const SPOKEN = new Set([
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'alt', 'placeholder', 'title'],
  ...['label', 'sentence', 'lead', 'heading', 'hint', 'text', 'description'],
])

/** Names are the same in every language; Next puts the title of a page for %s. */
const NAMES = /Parley|GitHub|%s/g

/** Starts with a capital and goes on in words: "Copied to here". A class list, a key and a path do not read like that. */
const SENTENCE = /^\p{Lu}[\p{L}'’]*,? \P{Lu}*\p{Ll}/u

type Node = { type: string }

/** @returns every literal that people would meet, as it stands there */
export function literalSentences(path: string, code: string): string[] {
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const found = new Set<string>()
  const internal = new Set<string>()
  const addShown = (node: Node | null | undefined) => {
    for (const text of node ? shownStrings(node) : [])
      if (/\p{L}/u.test(text.replace(NAMES, ''))) found.add(text.trim())
  }
  const children = (element: { children: Node[] }) => element.children.forEach(addShown)

  new Visitor({
    JSXElement: children,
    JSXFragment: children,
    JSXAttribute: ({ name, value }) => {
      if (name.type === 'JSXIdentifier' && SPOKEN.has(name.name)) addShown(value)
    },
    Property: ({ key, value }) => {
      if (path.startsWith('app/') && 'name' in key && typeof key.name === 'string' && SPOKEN.has(key.name))
        addShown(value)
    },
    CallExpression: ({ callee, arguments: [first] }) => {
      if ('name' in callee && callee.name === 'announce') addShown(first)
    },
    // Faults are for whoever reads the log.
    NewExpression: (node) => nested(node.arguments).forEach((text) => void internal.add(text)),
    Literal: ({ value }) => {
      if (typeof value === 'string' && SENTENCE.test(value)) found.add(value)
    },
    TemplateLiteral: ({ quasis }) => {
      const text = quasis.map(({ value }) => value.raw).join('…')
      if (SENTENCE.test(text)) found.add(text)
    },
  }).visit(program)
  return [...found].filter((text) => !internal.has(text))
}

/** The strings that an expression may come to, without those that are only handed to a call. */
function shownStrings(node: Node): string[] {
  if ('value' in node && typeof node.value === 'string') return [node.value]
  if ('quasis' in node) return nested(node).map((text) => text.trim())
  const parts = ['expression', 'consequent', 'alternate', 'left', 'right']
  const isOpen = /^(JSXExpressionContainer|ConditionalExpression|LogicalExpression|BinaryExpression|TSAsExpression)$/
  if (node.type === 'BinaryExpression' && !('operator' in node && node.operator === '+')) return []
  if (!isOpen.test(node.type)) return []
  return Object.entries(node).flatMap(([name, part]) =>
    parts.includes(name) && isNode(part) ? shownStrings(part) : [],
  )
}

/** Every string below a node; a template as one string. */
function nested(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(nested)
  if (!isNode(value)) return []
  if (value.type === 'Literal') return 'value' in value && typeof value.value === 'string' ? [value.value] : []
  if ('quasis' in value && Array.isArray(value.quasis)) return [value.quasis.map(rawOf).join('…')]
  return Object.values(value).flatMap(nested)
}

function rawOf({ value }: { value: { raw: string } }): string {
  return value.raw
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
