import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { Command } from '../shared/protocol'
import { REFUSAL_CODES } from '../shared/refusal'
import { createMetrics } from './metrics'

const NAME = /\b(?:chat|nodejs|process)_[a-z0-9_]+\b/g
/** What Prometheus adds to the name of a histogram. */
const namesIn = (text: string): Set<string> =>
  new Set((text.match(NAME) ?? []).map((name) => name.replace(/_bucket$/, '')))

const known = new Set(createMetrics().names())
const guide = readFileSync('docs/operations.md', 'utf8')
const dashboard = z
  .looseObject({
    panels: z.array(
      z.looseObject({
        id: z.number(),
        title: z.string(),
        gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
        targets: z.array(z.looseObject({ expr: z.string() })).min(1),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('deploy/grafana-dashboard.json', 'utf8')))
const alerts = z
  .object({
    groups: z.array(
      z.object({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string().regex(/^Parley[A-Z]\w+$/),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[sm]$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.strictObject({ summary: z.string().regex(/\.$/) }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(readFileSync('deploy/alerts.yaml', 'utf8')))
const rules = alerts.groups.flatMap((group) => group.rules)
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
]

/** The words of a line, in the source that writes it. */
const LOGGED =
  /\blog(?:\.(?:debug|info|warn|error|fatal)|\[(?:level|faultLevel\(error\))\])\(\s*(?:\{[^}]*\},?\s*|fieldsOf\(told\), )?'([^']+)'/g
/** `lib/run-server.ts` has these in a variable. */
const FROM_VARIABLES = ['unhandled rejection', 'uncaught exception']

function sourcesBelow(path: string): string[] {
  const names = path.endsWith('.ts')
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name}`)
  return names
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|\/testing\//.test(name))
    .map((name) => readFileSync(name, 'utf8'))
}

describe('the guide to operations', () => {
  test('tells the meaning of every metric there is, and of no other', () => {
    const named = namesIn(guide)
    expect([...known].filter((name) => !named.has(name))).toEqual([])
    expect([...named].filter((name) => !known.has(name))).toEqual([])
  })

  test('lists each metric of ours in its table, with the labels it has', async () => {
    const { text } = await createMetrics().write()
    for (const name of [...known].filter((each) => each.startsWith('chat_'))) {
      const [, labels = ''] = new RegExp(`^\\| \`${name}(?:\\{(.*?)\\})?\` \\|`, 'm').exec(guide) ?? [
        undefined,
        'missing',
      ]
      const [, sample = ''] = new RegExp(`^${name}\\{(.*?)\\} `, 'm').exec(text) ?? []
      if (sample !== '') expect(sample.replace(/="[^"]*"/g, ''), name).toBe(labels)
      expect(labels, name).not.toBe('missing')
    }
  })
})

describe('the guide to the log', () => {
  test('has every line there is, by its words, and no other', () => {
    const written = ['server.ts', 'lib', 'app'].flatMap(sourcesBelow).flatMap((source) => [...source.matchAll(LOGGED)])
    const words = new Set([...written.map(([, inWords = '']) => inWords), ...FROM_VARIABLES])
    const [, table = ''] = /\| `msg` \|.*?\n((?:\|.*\n)+)/.exec(guide) ?? []
    const listed = new Set(
      table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, one]) => one)),
    )
    expect(words.size).toBeGreaterThan(20)
    expect([...words].filter((one) => !listed.has(one))).toEqual([])
    expect([...listed].filter((one) => one !== undefined && !words.has(one))).toEqual([])
  })
})

describe('the dashboard and the alert rules', () => {
  test('ask only for metrics that there are', () => {
    const asked = namesIn(expressions.join('\n'))
    expect([...asked].filter((name) => !known.has(name))).toEqual([])
  })

  test('ask only for codes and commands that there are', () => {
    const values = expressions.flatMap((expr) => [...expr.matchAll(/\b(code|command|outcome)[!=]=?~?"([^"]+)"/g)])
    const real = new Set<string>([...REFUSAL_CODES, ...Object.values(Command), 'ok', 'failed'])
    expect(values.length).toBeGreaterThan(5)
    for (const [, , value = ''] of values) for (const one of value.split('|')) expect(real).toContain(one)
  })

  test('between them ask for every metric of ours', () => {
    const asked = namesIn(expressions.join('\n'))
    expect([...known].filter((name) => name.startsWith('chat_') && !asked.has(name))).toEqual([])
  })

  test('close every bracket that they open', () => {
    for (const expr of expressions) {
      let rest = expr.replace(/"[^"]*"/g, '')
      for (let before = ''; before !== rest; )
        [before, rest] = [rest, rest.replace(/\([^()[\]{}]*\)|\[[^()[\]{}]*\]|\{[^()[\]{}]*\}/g, '')]
      expect(rest, expr).not.toMatch(/[()[\]{}]/)
    }
  })

  test('have names and places of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    expect(new Set(dashboard.panels.map(({ gridPos: { x, y } }) => `${x}/${y}`)).size).toBe(dashboard.panels.length)
    for (const { gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
  })
})
