import type { NextConfig } from 'next'

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  // The server compresses nothing by itself: a proxy does it better, and secrets beside chosen text stay uncompressed.
  compress: true,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino'],
  experimental: { serverActions: { bodySizeLimit: '16kb' } },
}

export default config
