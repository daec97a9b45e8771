// Finds the system programs that tests and scripts start themselves, or installs them, and says what it did.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type ProgramName = 'redis-server' | 'nginx'
export type Program = { path: string; how: string }

type Kind = {
  /** As it is called in a sentence. */
  title: string
  /** What names one of one's own. */
  setting: string
  debian: string
  /** What makes it print its version and end well. */
  versionFlag: string
}

const KINDS: Record<ProgramName, Kind> = {
  'redis-server': {
    title: 'Redis server',
    setting: 'REDIS_SERVER_PATH',
    debian: 'redis-server',
    versionFlag: '--version',
  },
  nginx: { title: 'nginx', setting: 'NGINX_PATH', debian: 'nginx', versionFlag: '-v' },
}
/** Debian keeps servers where only root's PATH leads. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin']
const INSTALL_WITHIN_MS = 5 * 60_000

/**
 * The one that its setting names, the system's, else one that root on Debian installs just now.
 * @throws Error with a sentence when there is none
 */
export function findProgram(name: ProgramName): Program {
  const { title, setting, debian, versionFlag } = KINDS[name]
  const chosen = process.env[setting]
  if (chosen) {
    if (runs(chosen, versionFlag)) return { path: chosen, how: `named by ${setting}` }
    throw new Error(`${setting} names ${chosen}, which does not run. Correct it or unset it.`)
  }
  const search = () => findInFolders([name], [...foldersOfPath(), ...SERVER_FOLDERS], versionFlag)
  const found = search()
  if (found !== undefined) return { path: found, how: 'found on this system' }
  const installed = installByApt(title, debian) ? search() : undefined
  if (installed !== undefined) return { path: installed, how: 'installed by apt-get just now' }
  throw new Error(
    `A ${title} is needed, and none was found or could be installed. Install one, or name it in ${setting}.`,
  )
}

export function foldersOfPath(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
}

/** The first of these that starts, by name and then by folder. */
export function findInFolders(names: readonly string[], folders: readonly string[], flag?: string): string | undefined {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => runs(path, flag))
}

/** Installs a package where one may: root on Debian. @returns whether it went well */
export function installByApt(title: string, debian: string): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false
  return (
    install(title, 'apt-get', ['update']) &&
    install(title, 'apt-get', ['install', '-y', '--no-install-recommends', debian])
  )
}

/** Runs an installer and says so. @returns whether it went well */
export function install(title: string, command: string, args: string[]): boolean {
  process.stdout.write(`No ${title} found yet; running: ${command} ${args.join(' ')}\n`)
  const { status, error } = spawnSync(command, args, {
    // A run level of its own keeps Debian from starting the server it has just installed.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_WITHIN_MS,
  })
  if (status !== 0) process.stdout.write(`That did not work (${error?.message ?? `it ended with ${status}`}).\n`)
  return status === 0
}

/** A file may be there and not start: Ubuntu's `chromium-browser` may be a stub, and libraries may be missing. */
export function runs(path: string, versionFlag = '--version'): boolean {
  if (!existsSync(path)) return false
  try {
    execFileSync(path, [versionFlag], { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}
