import type { NextConfig } from 'next'

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino'],
  experimental: { serverActions: { bodySizeLimit: '16kb' } },
}

export default config
