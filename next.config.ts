import type { NextConfig } from 'next'

const config: NextConfig = {
  // Compiling every component costs more bytes on the way to a phone than it saves in work there (docs/decisions/0008).
  reactCompiler: { compilationMode: 'annotation' },
  // `npm run types` checks them; whoever only starts Parley should not wait for it, nor for its tests' types.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino'],
  experimental: { serverActions: { bodySizeLimit: '16kb' } },
}

export default config
