import { defineConfig } from 'vitest/config'
import { findPostgres } from './lib/testing/postgres'

/** Percent. Who may do what, and what is kept: every line and every turn of it is tried by a test. */
const WHOLE = { lines: 100, branches: 100 }
const THRESHOLDS = {
  ...{ lines: 90, branches: 90, functions: 90, statements: 90 },
  'lib/auth/**': WHOLE,
  'lib/domain/**': WHOLE,
  'lib/db/**': WHOLE,
  'lib/realtime/command.ts': WHOLE,
}

export default defineConfig({
  test: {
    include: ['{lib,components,scripts,app,bench}/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['./lib/testing/postgres-for-run.ts', './lib/testing/redis-for-run.ts'],
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/vitest.json' },
    // Run by `npm run coverage`, over every test: a part of them reaches less.
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts'],
      exclude: [
        '**/*.d.ts',
        // What tests are made of.
        'lib/testing/**',
        // React's hooks need a page around them: the stories in a browser play them.
        'lib/client/use-*.ts',
      ],
      reporter: [['text', { skipFull: true }], 'json'],
      reportsDirectory: 'test-results/coverage',
      // Without Postgres half of the store is out of reach.
      thresholds: findPostgres() ? THRESHOLDS : {},
    },
  },
})
