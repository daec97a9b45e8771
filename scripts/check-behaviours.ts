// Fails when a behaviour of priority A has no test, or a test names one that is not on the list (docs/behaviours.md).
// `--report` only tells.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compare, findMarks, parseBehaviours } from './behaviours'
import { ROOT } from './current-build.mjs'

const FOLDERS = ['app', 'components', 'lib', 'e2e', 'scripts']
const TEST = /\.(test\.tsx?|spec\.ts|firefox\.ts)$/

const behaviours = parseBehaviours(readFileSync(join(ROOT, 'docs', 'behaviours.md'), 'utf8'))
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
).filter((path) => TEST.test(path))
const marks = new Set(files.flatMap((path) => findMarks(path, readFileSync(join(ROOT, path), 'utf8'))))
const { missing, unknown } = compare(behaviours, marks)
const asked = behaviours.filter(({ priority, isLater }) => priority === 'A' && !isLater)

process.stdout.write(`Behaviours of priority A with a test: ${asked.length - missing.length} of ${asked.length}\n`)
for (const { id, sentence } of missing) process.stdout.write(`  ${id.padEnd(4)}no test: ${sentence}\n`)
for (const id of unknown) process.stdout.write(`  ${id.padEnd(4)}is named by a test and stands in no list\n`)
if (!process.argv.includes('--report') && missing.length + unknown.length > 0) process.exitCode = 1
