import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{lib,components,scripts,app}/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['./lib/testing/postgres-for-run.ts', './lib/testing/redis-for-run.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/vitest.json' },
  },
})
