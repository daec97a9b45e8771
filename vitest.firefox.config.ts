import { defineConfig } from 'vitest/config'

// The scenarios that must hold in Firefox too. Run by `npm run e2e:firefox`, which sees to a build.
export default defineConfig({
  test: {
    include: ['e2e/firefox/**/*.firefox.ts'],
    environment: 'node',
    pool: 'forks',
    // One browser at a time, so that its frames are its own.
    maxWorkers: 1,
    // Far above what a scenario takes, since it may share its machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/firefox.json' },
  },
})
