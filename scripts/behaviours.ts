// Reads the list of behaviours and the titles of tests, and tells which line no test names.
import { parseSync, Visitor } from 'vite'

export type Behaviour = { id: string; priority: 'A' | 'B' | 'C'; isLater: boolean; sentence: string }

type Call = Parameters<NonNullable<ConstructorParameters<typeof Visitor>[0]['CallExpression']>>[0]
type Callee = Call['callee']

const ROW = /^\| ([EH]\d+) \| ([ABC])(, later)? \| (.+) \|$/
const MARK = /\[([EH]\d+(?:,\s*[EH]\d+)*)\]/g
/** What makes a title, in Vitest and in Playwright. */
const TELLERS = new Set(['test', 'it', 'describe'])
/** What makes a test that does not run, or that must fail. */
const IDLE = new Set(['skip', 'todo', 'fixme', 'fails', 'fail'])

/** @throws Error when a line of a table cannot be read, or stands there twice */
export function parseBehaviours(page: string): Behaviour[] {
  const lines = page.split('\n').filter((line) => /^\|\s*[EH]\d/.test(line))
  const found = lines.map((line): Behaviour => {
    const [, id = '', priority, later, sentence = ''] = ROW.exec(line) ?? []
    if (priority !== 'A' && priority !== 'B' && priority !== 'C') throw new Error(`This line cannot be read: ${line}`)
    return { id, priority, isLater: later !== undefined, sentence }
  })
  const twice = found.find(({ id }, index) => found.findIndex((other) => other.id === id) !== index)
  if (twice) throw new Error(`${twice.id} stands there twice.`)
  return found
}

/** Every `[E12]` and `[E12, E13]` in the title of a test that runs, or of a group of them. */
export function findMarks(path: string, code: string): string[] {
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const titles: string[] = []
  new Visitor({
    CallExpression(call) {
      const names = namesOf(call.callee)
      if (!TELLERS.has(names[0] ?? '') || names.some((name) => IDLE.has(name))) return
      const [title] = call.arguments
      if (title?.type === 'Literal' && typeof title.value === 'string') titles.push(title.value)
      if (title?.type === 'TemplateLiteral') titles.push(title.quasis.map(({ value }) => value.raw).join(' '))
    },
  }).visit(program)
  return titles.flatMap((title) => [...title.matchAll(MARK)].flatMap(([, ids = '']) => ids.split(/,\s*/)))
}

/** `test.each(rows)` is `['test', 'each']`. */
function namesOf(callee: Callee): string[] {
  if (callee.type === 'Identifier') return [callee.name]
  if (callee.type === 'CallExpression') return namesOf(callee.callee)
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return []
  return callee.object.type === 'Super' ? [] : [...namesOf(callee.object), callee.property.name]
}

export type Coverage = {
  /** Of priority A, begun, and named by no test. */
  missing: Behaviour[]
  /** Named by a test and not on the list. */
  unknown: string[]
}

export function compare(behaviours: Behaviour[], marks: ReadonlySet<string>): Coverage {
  const known = new Set(behaviours.map(({ id }) => id))
  return {
    missing: behaviours.filter(({ id, priority, isLater }) => priority === 'A' && !isLater && !marks.has(id)),
    unknown: [...marks].filter((id) => !known.has(id)),
  }
}
