// What the architecture tests ask of one source file, read from its syntax tree and so never from a comment.
import { posix } from 'node:path'
import { parseSync, Visitor } from 'vite'

export type Import = {
  specifier: string
  kind: 'value' | 'type'
  /** A house file as a path from the root without extension (`lib/shared/ids`), else the package asked for. */
  target: string
}

export type SourceFile = {
  /** From the root of the project, with slashes. */
  path: string
  lines: number
  imports: Import[]
  /** Every `'use …'`, at the top of the file or of a function. */
  directives: string[]
  strings: string[]
  /** Calls of `socket.on` and its like, for what the other side sends. */
  socketListeners: number
  /** Only passes on what other files export. */
  isBarrel: boolean
}

/** @throws Error when the code does not parse. Of a style sheet only the length is read. */
export function readSourceFile(path: string, code: string): SourceFile {
  const lines = code.replace(/\n$/, '').split('\n').length
  if (path.endsWith('.css'))
    return { path, lines, imports: [], directives: [], strings: [], socketListeners: 0, isBarrel: false }
  const { program, module, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const imports: Import[] = []
  const add = (specifier: string, kind: Import['kind']) =>
    imports.push({ specifier, kind, target: resolveSpecifier(path, specifier) })

  for (const { moduleRequest, entries } of module.staticImports) {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType)
    add(moduleRequest.value, isType ? 'type' : 'value')
  }
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest) add(moduleRequest.value, isType ? 'type' : 'value')
  }

  const directives: string[] = []
  const strings: string[] = []
  let socketListeners = 0
  new Visitor({
    ExpressionStatement: ({ directive }) => void (directive && directives.push(directive)),
    Literal: ({ value }) => void (typeof value === 'string' && strings.push(value)),
    TemplateElement: ({ value }) => void strings.push(value.cooked ?? value.raw),
    ImportExpression: ({ source }) => add(literal(source) ?? 'an import whose name is computed', 'value'),
    TSImportType: ({ source }) => add(source.value, 'type'),
    TSExternalModuleReference: ({ expression }) => add(expression.value, 'value'),
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === 'Identifier' && callee.name === 'require')
        add((first && literal(first)) ?? 'a require whose name is computed', 'value')
      if (isSocketListener(callee) && !LIFECYCLE.has((first && literal(first)) ?? '')) socketListeners += 1
    },
  }).visit(program)

  return {
    path,
    lines,
    imports,
    directives,
    strings,
    socketListeners,
    isBarrel: program.body.length > 0 && program.body.every(isReExport),
  }
}

function resolveSpecifier(path: string, specifier: string): string {
  const house = specifier.startsWith('#') ? specifier.slice(1) : undefined
  const relative = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined
  return (house ?? relative)?.replace(/\.(ts|tsx|mjs|js)$/, '') ?? specifier
}

type Node = { type: string }

function literal(node: Node): string | undefined {
  return 'value' in node && typeof node.value === 'string' ? node.value : undefined
}

/** `socket.on(…)`, `client.socket.once(…)`: whatever is called a socket. */
function isSocketListener(callee: Node): boolean {
  if (!('property' in callee && 'object' in callee)) return false
  return LISTEN.has(nameOf(callee.property) ?? '') && /socket$/i.test(nameOf(callee.object) ?? '')
}

/** Socket.IO's own, which no client can send. */
const LIFECYCLE = new Set(['disconnect', 'disconnecting'])
const LISTEN = new Set(['on', 'once', 'onAny', 'addListener', 'prependListener'])

function nameOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  if ('property' in node) return nameOf(node.property)
  return 'name' in node && typeof node.name === 'string' ? node.name : undefined
}

function isReExport(node: Node): boolean {
  return (
    node.type === 'ExportAllDeclaration' ||
    ('source' in node && node.type === 'ExportNamedDeclaration' && node.source !== null)
  )
}
