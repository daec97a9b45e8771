// The settings: every variable Parley reads, parsed once at start.
import { resolve } from 'node:path'
import { z } from 'zod'
import { DEFAULT_LIMITS, type Limits } from './shared/limits'

export type Settings = {
  isDev: boolean
  port: number
  host: string
  dataDir: string
  /** The public origin, such as `https://chat.example`; unset on localhost and a plain LAN. */
  appUrl: string | undefined
  authSecret: string | undefined
  databaseUrl: string | undefined
  redisUrl: string | undefined
  github: { id: string; secret: string } | undefined
  /** Where the browser finds the sockets when they are not at the pages' own origin, such as `https://live.example`. */
  realtimeUrl: string | undefined
  /** Origins of pages served elsewhere that may open a socket here, with a ticket. */
  corsOrigins: readonly string[]
  /** Proxies in front whose X-Forwarded-For entries are believed. */
  trustProxy: number
  logLevel: LogLevel
  /** Unset: JSON, and lines for people where a terminal reads. */
  logFormat: 'json' | 'pretty' | undefined
  /** Opens `/metrics`; without it there is none. */
  metricsToken: string | undefined
  limits: Limits
  showsQr: boolean
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/** Secrets that stand in tutorials; whoever runs one of them has none. */
const KNOWN_SECRETS = /^(secret|changeme|password|your[-_ ]?secret.*|development|test|(.)\2+)$/i

const origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => !URL.canParse(value) || new URL(value).pathname === '/', 'must be an origin without a path')

const origins = z.string().transform((value, context): readonly string[] =>
  value
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const parsed = origin.safeParse(part)
      if (parsed.success) return new URL(parsed.data).origin
      context.addIssue({ code: 'custom', message: `"${part}" is not an origin such as https://chat.example` })
      return part
    }),
)

const limits = z.string().transform((value, context): Limits => {
  const changed: Record<string, number> = {}
  for (const pair of value.split(/[\s,]+/).filter((part) => part !== '')) {
    const [, name = '', number = ''] = /^(\w+)=(\d+)$/.exec(pair) ?? []
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) {
      context.addIssue({
        code: 'custom',
        message: `"${pair}" is not one of name=number; names: ${Object.keys(DEFAULT_LIMITS).join(', ')}`,
      })
    }
    changed[name] = Number(number)
  }
  return { ...DEFAULT_LIMITS, ...changed }
})

const variables = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATA_DIR: z.string().min(1).default('./data'),
  APP_URL: origin.transform((value) => new URL(value).origin).optional(),
  AUTH_SECRET: z
    .string()
    .min(32, 'must have 32 characters or more')
    .refine((value) => !KNOWN_SECRETS.test(value), 'is too easy to guess')
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  REALTIME_URL: origin.transform((value) => new URL(value).origin).optional(),
  CORS_ORIGINS: origins.default([]),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have 16 characters or more')
    .regex(/^[\x21-\x7e]+$/, 'must be ASCII without spaces')
    .refine((value) => !KNOWN_SECRETS.test(value), 'is too easy to guess')
    .optional(),
  LIMITS: limits.default({ ...DEFAULT_LIMITS }),
  QR: z.enum(['on', 'off']).default('on'),
})

/** Every variable that is read. */
export const VARIABLES: readonly string[] = Object.keys(variables.shape)

export type ParsedSettings = { ok: true; settings: Settings } | { ok: false; problems: string[] }

/** Reads the environment. An empty variable counts as unset. `problems` holds one sentence for each, all at once. */
export function parseSettings(environment: Record<string, string | undefined>): ParsedSettings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = variables.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if ((given.DATABASE_URL ?? given.REDIS_URL) !== undefined && given.AUTH_SECRET === undefined) {
    problems.push(
      'AUTH_SECRET: required with DATABASE_URL or REDIS_URL, since all nodes must share one. Try: openssl rand -base64 32',
    )
  }
  if (given.APP_URL?.startsWith('https:') && given.REALTIME_URL?.startsWith('http:')) {
    problems.push('REALTIME_URL: must be https like APP_URL; browsers let no https page open a plain connection')
  }
  if ((given.GITHUB_ID === undefined) !== (given.GITHUB_SECRET === undefined)) {
    problems.push('GITHUB_ID, GITHUB_SECRET: set both for signing in with GitHub, or neither')
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  return { ok: true, settings: toSettings(parsed.data) }
}

function toSettings(env: z.infer<typeof variables>): Settings {
  return {
    isDev: env.NODE_ENV !== 'production',
    port: env.PORT,
    host: env.HOST,
    dataDir: resolve(env.DATA_DIR),
    appUrl: env.APP_URL,
    authSecret: env.AUTH_SECRET,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    github: env.GITHUB_ID && env.GITHUB_SECRET ? { id: env.GITHUB_ID, secret: env.GITHUB_SECRET } : undefined,
    realtimeUrl: env.REALTIME_URL,
    corsOrigins: env.CORS_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
    metricsToken: env.METRICS_TOKEN,
    limits: env.LIMITS,
    showsQr: env.QR === 'on',
  }
}
