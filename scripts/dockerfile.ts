// Reads a Dockerfile as far as Parley's own goes: stages, and their steps in order.

export type Step = { instruction: string; args: string; flags: Record<string, string> }
export type Stage = { name: string; from: string; steps: Step[] }

const INSTRUCTIONS =
  /^(FROM|RUN|COPY|ENV|LABEL|WORKDIR|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|CMD)\s+((?:--[a-z-]+=\S+\s+)*)([\s\S]+)$/

/** @throws Error at a line that it does not understand, so that nothing is passed over unseen */
export function parseDockerfile(text: string): Stage[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const stages: Stage[] = []
  for (const line of lines) {
    const [, instruction = '', flags = '', args = ''] = INSTRUCTIONS.exec(line) ?? []
    if (instruction === '') throw new Error(`Not understood in the Dockerfile: ${line}`)
    if (instruction === 'FROM') {
      const [from = '', , name = ''] = args.split(/\s+/)
      stages.push({ name, from, steps: [] })
      continue
    }
    const stage = stages.at(-1)
    if (!stage) throw new Error(`Before the first FROM: ${line}`)
    stage.steps.push({ instruction, args, flags: flagsOf(flags) })
  }
  return stages
}

function flagsOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/--([a-z-]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
}

/** What a stage ends up with for an instruction that counts once, such as USER or CMD. */
export function lastOf({ steps }: Stage, instruction: string): Step | undefined {
  return steps.findLast((step) => step.instruction === instruction)
}

/** All that ENV or LABEL set. */
export function pairsOf({ steps }: Stage, instruction: 'ENV' | 'LABEL'): Record<string, string> {
  const set = steps.filter((step) => step.instruction === instruction)
  return Object.fromEntries(
    set.map(({ args }) => {
      const [, name = '', quoted, plain = ''] = /^([\w.]+)=(?:"([^"]*)"|(\S*))$/.exec(args) ?? []
      if (name === '') throw new Error(`One name=value a line: ${args}`)
      return [name, quoted ?? plain]
    }),
  )
}

/** Whether `.dockerignore` keeps a path of the context out of the build. The last pattern that fits decides. */
export function isIgnored(patterns: readonly string[], path: string): boolean {
  let ignored = false
  for (const pattern of patterns) {
    const isException = pattern.startsWith('!')
    if (patternOf(pattern.replace('!', '')).test(path)) ignored = !isException
  }
  return ignored
}

/** `*` stays within a folder, `**` does not; a folder stands for all that is in it. */
function patternOf(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?'
    return part === '*' ? '[^/]*' : `\\${part}`
  })
  return new RegExp(`^${source}(?:/.*)?$`)
}
