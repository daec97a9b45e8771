// @ts-check
// Plain JavaScript: for a typed one every start would load Next's compiler, which the image then had to carry.

/** @type {import('next').NextConfig} */
const config = {
  // Compiling every component costs more bytes on the way to a phone than it saves in work there (docs/decisions/0008).
  reactCompiler: { compilationMode: 'annotation' },
  // `npm run types` checks them; whoever only starts Parley should not wait for it, nor for its tests' types.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['better-sqlite3', 'ioredis', 'pg', 'pino'],
  // The version stands in their address (components/emoji/emoji-data.ts).
  headers: async () => [
    { source: '/emoji/:path*', headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }] },
  ],
  experimental: { serverActions: { bodySizeLimit: '16kb' } },
}

export default config
