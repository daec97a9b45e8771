import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { VARIABLES } from '#lib/env'
import { ROOT } from './current-build.mjs'
import { isIgnored, lastOf, pairsOf, parseDockerfile } from './dockerfile'

const stages = parseDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))
const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
const run = stages.at(-1)
if (!run) throw new Error('the Dockerfile has stages')

describe('the Dockerfile', () => {
  test('compiles in stages of its own, and nothing of a compiler comes into the image', () => {
    expect(stages.map(({ name }) => name)).toEqual(['tools', 'deps', 'build', 'run'])
    expect(run.from).toBe('node:24-slim')
    const commands = run.steps.filter(({ instruction }) => instruction === 'RUN').map(({ args }) => args)
    expect(commands.join('\n')).not.toMatch(/apt|npm/)
    const taken = run.steps.filter(({ instruction }) => instruction === 'COPY')
    expect(new Set(taken.map(({ flags }) => flags.from))).toEqual(new Set(['deps', 'build']))
  })

  test('runs as nobody in particular, is told to end by SIGTERM, and is asked whether it lives', () => {
    expect(lastOf(run, 'USER')?.args).toBe('1001:1001')
    expect(lastOf(run, 'STOPSIGNAL')?.args).toBe('SIGTERM')
    expect(lastOf(run, 'HEALTHCHECK')?.args).toMatch(/^CMD \["node", .*\/healthz/)
    expect(JSON.parse(lastOf(run, 'CMD')?.args ?? '')).toEqual(['node', 'dist/server.mjs'])
    expect(lastOf(run, 'VOLUME')?.args).toBe(pairsOf(run, 'ENV').DATA_DIR)
    expect(lastOf(run, 'EXPOSE')?.args).toBe(pairsOf(run, 'ENV').PORT)
  })

  test('sets no setting that Parley does not read, and no secret', () => {
    const known = [...VARIABLES, 'NEXT_TELEMETRY_DISABLED']
    for (const stage of stages) for (const name of Object.keys(pairsOf(stage, 'ENV'))) expect(known).toContain(name)
    expect(pairsOf(run, 'ENV')).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0', NEXT_TELEMETRY_DISABLED: '1' })
    expect(Object.keys(pairsOf(run, 'ENV'))).not.toContain('AUTH_SECRET')
    expect(pairsOf(run, 'LABEL')['org.opencontainers.image.title']).toBe('Parley')
  })

  test('copies only what is there', () => {
    for (const { steps } of stages) {
      for (const { args, flags } of steps.filter((step) => step.instruction === 'COPY')) {
        if (flags.from) expect(stages.map(({ name }) => name)).toContain(flags.from)
        else
          for (const source of args.split(' ').slice(0, -1)) expect(existsSync(join(ROOT, source)), source).toBe(true)
      }
    }
  })

  test('is read to the last line: what is not understood is a fault', () => {
    expect(() => parseDockerfile('FROM a AS b\nONBUILD RUN true')).toThrow('Not understood')
    expect(() => parseDockerfile('RUN true')).toThrow('Before the first FROM')
  })
})

describe('.dockerignore', () => {
  test.each([
    '.git/config',
    '.env',
    '.env.local',
    'node_modules/next/x',
    '.next/BUILD_ID',
    'data/auth-secret',
    'lib/a/b.test.ts',
  ])('keeps %s out', (path) => expect(isIgnored(ignored, path)).toBe(true))

  test.each([
    '.env.example',
    'package.json',
    'app/layout.tsx',
    'lib/domain/rooms.ts',
    'scripts/build.ts',
    'public/sw.js',
  ])('lets %s in', (path) => expect(isIgnored(ignored, path)).toBe(false))
})
