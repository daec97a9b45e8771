// The layers of the house: who may import whom. Change it only together with a page in docs/decisions;
// lib/architecture.test.ts holds it.

/**
 * What each layer may import besides itself. `type` before a name allows types only; a name also allows what is below
 * it, and `node:` every module of Node.
 */
export const MAY_IMPORT: Record<string, { house: string[]; packages: string[] }> = {
  'server.ts': {
    house: [
      ...['lib/parley', 'lib/run-server', 'lib/auth/prepare-next-auth', 'lib/env', 'lib/http', 'lib/log'],
      ...['lib/services'],
    ],
    packages: ['next', 'node:'],
  },
  'lib/run-server': { house: ['lib/env', 'lib/shared', 'type lib/parley'], packages: [] },
  'instrumentation.ts': { house: ['lib/pages-services', 'lib/services'], packages: [] },
  'proxy.ts': { house: ['lib/env', 'lib/http/security-headers'], packages: ['next/server'] },
  'lib/pages-services': {
    house: [
      ...[
        'lib/env',
        'lib/log',
        'lib/db/clock',
        'lib/db/open',
        'lib/auth/prepare-next-auth',
        'lib/domain',
        'lib/realtime/open-bus',
      ],
      ...['lib/http', 'lib/services', 'lib/metrics'],
    ],
    packages: [],
  },
  'lib/parley': {
    house: [
      ...['lib/env', 'lib/log', 'lib/db/open', 'lib/db/clock', 'lib/db/migrate', 'lib/auth/secret', 'lib/domain'],
      ...['lib/realtime', 'lib/http', 'lib/metrics', 'lib/shared', 'type lib/services'],
    ],
    packages: ['node:'],
  },
  app: {
    house: [
      ...['components', 'lib/domain', 'lib/services', 'lib/auth', 'lib/form-action'],
      ...['lib/http/origin-rule', 'lib/i18n', 'lib/shared'],
    ],
    packages: ['next', 'next-auth', 'react', 'zod', '@fontsource-variable'],
  },
  components: {
    house: ['lib/client', 'lib/shared', 'type lib/i18n'],
    packages: [
      ...['react', 'next/link', 'next/navigation', 'clsx', 'frimousse', 'highlight.js', 'icu-minify/format'],
      ...['lowlight', 'marked', 'uqr'],
    ],
  },
  'lib/client': {
    house: ['lib/shared'],
    packages: ['react', 'socket.io-client', 'idb-keyval'],
  },
  'lib/realtime': {
    house: [
      ...['lib/domain', 'lib/shared', 'lib/http', 'lib/auth/token', 'lib/auth/ticket'],
      ...['type lib/services', 'type lib/db'],
    ],
    packages: ['socket.io', 'ioredis', 'cookie', 'zod', 'node:'],
  },
  'lib/http': {
    house: ['lib/shared', 'type lib/env', 'type lib/log'],
    packages: ['ipaddr.js', 'uqr', 'node:'],
  },
  'lib/auth': {
    house: ['lib/domain', 'lib/services', 'lib/shared'],
    packages: ['next-auth', 'jose', 'next/headers', 'server-only', 'cookie', 'zod', 'node:'],
  },
  'lib/domain': {
    house: ['type lib/db', 'lib/shared'],
    packages: ['kysely', 'rate-limiter-flexible', 'unicode-confusables', 'node:'],
  },
  'lib/db': {
    house: ['lib/shared'],
    packages: ['kysely', 'better-sqlite3', 'pg', 'node:'],
  },
  'lib/storage': { house: ['lib/db', 'lib/domain/search-index', 'lib/shared'], packages: ['kysely', 'zod', 'node:'] },
  'lib/i18n': { house: ['lib/shared'], packages: ['icu-minify'] },
  'lib/shared': { house: [], packages: ['zod'] },
  'lib/services': { house: ['type lib'], packages: [] },
  'lib/form-action': {
    house: ['lib/services', 'lib/shared'],
    packages: ['next/headers', 'next/navigation', 'server-only', 'zod'],
  },
  'lib/env': { house: ['lib/shared'], packages: ['zod', 'node:'] },
  'lib/metrics': { house: ['lib/shared'], packages: ['prom-client'] },
  'lib/log': { house: ['type lib/env'], packages: ['pino', 'zod', 'node:'] },
}
